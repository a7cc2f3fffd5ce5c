import type { Site } from '../site-policy.ts'
import { sayTime, type Words } from './words.ts'

const time = (at: string) => sayTime('en-GB', at)
const settings = (site: Site) => ({ label: 'Open the settings', to: `${site.publicUrl}/settings` })
const notYou = 'If it was not you, somebody else may be in your account: open the settings and secure it.'
const because = 'mail about the safety of your account goes to this address'

const factors = {
  added: 'A second factor was added to your account',
  removed: 'A second factor was removed from your account',
  codes: 'New recovery codes were made for your account; the ones before no longer work',
} as const

export const english: Words = {
  language: 'en',
  greeting: 'Hello,',
  footer: (site, why) =>
    `Alles at ${site.name} sent this mail by itself, because ${why}. There is no need to answer; nobody would read it.`,
  letters: {
    verify_address: ({ link }) => ({
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'Somebody, most likely you, gave this e-mail address for an account. Please confirm that it is yours.',
      ],
      link: { label: 'Confirm this address', to: link },
      afterLink: [
        'The link works once, for 24 hours.',
        'If it was not you, there is nothing to do: without the link nothing more happens.',
      ],
      because: 'this address was given for an account',
    }),
    reset_password: ({ link }) => ({
      subject: 'Set a new password',
      paragraphs: [
        'Somebody, most likely you, asked for a new password. This link lets you choose one; until then the one you have stays.',
      ],
      link: { label: 'Choose a new password', to: link },
      afterLink: [
        'The link works once, for one hour. Give it to nobody.',
        'If it was not you, there is nothing to do: your password stays as it is.',
      ],
      because: 'a new password was asked for',
    }),
    new_sign_in: ({ device, at }, site) => ({
      subject: 'New sign-in to your account',
      paragraphs: [
        `Somebody signed in to your account on ${time(at)}, with a device that was not used before: ${device}.`,
        `If it was you, all is well. ${notYou}`,
      ],
      link: settings(site),
      because,
    }),
    password_changed: ({ at }, site) => ({
      subject: 'Your password was changed',
      paragraphs: [`The password of your account was changed on ${time(at)}.`, notYou],
      link: settings(site),
      because,
    }),
    second_factor_changed: ({ change, at }, site) => ({
      subject: 'How you sign in has changed',
      paragraphs: [`${factors[change]}. This happened on ${time(at)}.`, notYou],
      link: settings(site),
      because,
    }),
    address_changed: ({ at }, site) => ({
      subject: 'Your e-mail address was changed',
      paragraphs: [
        `Another e-mail address took the place of this one on ${time(at)}. Mail about your account goes there from now on.`,
        notYou,
      ],
      link: settings(site),
      because: 'until now mail about your account went to this address',
    }),
    account_secured: ({ at }, site) => ({
      subject: 'Your account was secured',
      paragraphs: [
        `Your account was secured on ${time(at)}: everybody who was signed in elsewhere is signed out, and no application has access any more.`,
        'If you did not do this, open the settings and choose a new password.',
      ],
      link: settings(site),
      because,
    }),
    registration_approved: (_, site) => ({
      subject: 'Welcome: your account is ready',
      paragraphs: ['Your request for an account was approved. You can sign in now.'],
      link: { label: 'Sign in', to: `${site.publicUrl}/login` },
      because: 'you asked for an account and gave this address',
    }),
    registration_refused: () => ({
      subject: 'About your request for an account',
      paragraphs: [
        'Your request for an account was not approved. What you gave with it is deleted, this address too.',
      ],
      because: 'you asked for an account and gave this address',
    }),
    export_requested: ({ at }, site) => ({
      subject: 'A copy of your data was asked for',
      paragraphs: [
        `Somebody, most likely you, asked for a copy of everything stored about you on ${time(at)}. It can be downloaded from the settings when it is ready.`,
        notYou,
      ],
      link: settings(site),
      because,
    }),
    erasure_requested: ({ at }, site) => ({
      subject: 'Your data is going to be deleted',
      paragraphs: [
        `Somebody, most likely you, asked on ${time(at)} for your data to be deleted. The settings say when that will be; until then you can change your mind there.`,
        notYou,
      ],
      link: settings(site),
      because,
    }),
  },
}
