import type { MailParts } from './write-text.ts'

const page = 'margin:0;padding:24px;background:#ffffff;color:#1c1c1f'
const column = 'max-width:560px;margin:0 auto;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif'
const paragraph = 'margin:0 0 16px'
const button =
  'display:inline-block;padding:10px 18px;border-radius:8px;background:#4f46e5;color:#ffffff;text-decoration:none;font-weight:600'
const small = 'margin:0 0 16px;font-size:14px;color:#5b5b66'
const foot = 'margin:32px 0 0;padding:16px 0 0;border-top:1px solid #dddde3;font-size:13px;color:#5b5b66'

/** Styles stand at their elements, and nothing is loaded from anywhere: no picture, no font, nothing that counts. */
export function writeHtml({ letter, greeting, footer, language }: MailParts): string {
  const { subject, paragraphs, link, afterLink } = letter
  const body = [
    ...[greeting, ...paragraphs].map((text) => say('p', paragraph, text)),
    ...(link
      ? [
          `<p style='${paragraph}'><a href="${escaped(link.to)}" style='${button}'>${escaped(link.label)}</a></p>`,
          say('p', `${small};word-break:break-all`, link.to),
        ]
      : []),
    ...(afterLink ?? []).map((text) => say('p', paragraph, text)),
    say('p', foot, footer),
  ]
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escaped(subject)}</title></head>`,
    `<body style='${page}'>`,
    `<div style='${column}'>`,
    ...body,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function say(element: string, style: string, text: string): string {
  return `<${element} style='${style}'>${escaped(text)}</${element}>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
