import { describe, expect, test } from 'vitest'
import { MailContent, MailLanguage } from '../contract/index.ts'
import { siteOf } from '../site-policy.ts'
import { renderMail, words } from './render-mail.ts'

const site = siteOf('https://chat.example.org:8443', null)
const at = '2026-03-01T09:05:00.000Z'
const link = 'https://chat.example.org:8443/somewhere#t0ken&<x>'
const device = 'Firefox on <b>"Linux"</b> & co'

/** One of each template, and of each change. */
const contents: readonly MailContent[] = MailContent.options.flatMap((option) => {
  const template = option.shape.template.value
  const changes =
    template === 'second_factor_changed' ? (['added', 'removed', 'codes'] as const) : ['added' as const]
  return changes.map((change) => MailContent.parse({ template, link, at, device, change }))
})

describe.each(MailLanguage.options)('in %s', (language) => {
  test.each(contents)(
    '$template says what happened, why it came and where from, as text and as HTML',
    (content) => {
      const { subject, text, html } = renderMail(site, content, language)
      expect(subject).toMatch(/^[\p{L}\d :,-]{5,60}$/u)
      const why = words[language].footer(site, 'X').split('X')[0] ?? ''
      expect(why).toContain('chat.example.org:8443')
      expect(text).toContain(`\n-- \n${why}`)
      expect(html).toContain(why)
      expect(html).toContain(`<html lang="${language}">`)
      if ('at' in content)
        expect(text).toContain(language === 'en' ? '1 March 2026 at 09:05 UTC' : '1. März 2026 um 09:05 UTC')
      if ('link' in content) expect(text).toContain(`\n${link}\n`)
      if ('device' in content) expect(text).toContain(device)
      expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|\[object|NaN|\$\{/)
    },
  )

  test.each(contents)('$template loads nothing, counts nothing and takes no value for markup', (content) => {
    const { html } = renderMail(site, content, language)
    expect(html).not.toMatch(
      /<(img|link|script|style|iframe|object|video|audio|base|form)\b|url\(|@import|src=/i,
    )
    expect(html).not.toContain('<b>')
    const links = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '')
    for (const one of links) expect(one).toMatch(/^https:\/\/chat\.example\.org:8443\//)
    for (const one of links) expect(one).not.toContain('?')
    expect(
      html
        .match(/<[^>]*>/g)
        ?.every((tag) => /^<(!doctype html|\/?[a-z]+( [a-z]+=("[^"<>]*"|'[^'<>]*'))*)>$/.test(tag)),
    ).toBe(true)
  })

  test('no two mails have the same words', () => {
    const texts = contents.map((content) => renderMail(site, content, language).text)
    expect(new Set(texts).size).toBe(texts.length)
  })
})

test('languages differ in every subject', () => {
  for (const content of contents)
    expect(renderMail(site, content, 'en').subject).not.toBe(renderMail(site, content, 'de').subject)
})
