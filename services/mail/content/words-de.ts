import type { Site } from '../site-policy.ts'
import { sayTime, type Words } from './words.ts'

const time = (at: string) => sayTime('de-DE', at)
const settings = (site: Site) => ({ label: 'Einstellungen öffnen', to: `${site.publicUrl}/settings` })
const notYou =
  'Falls du es nicht warst, ist vielleicht jemand anderes in deinem Konto: Öffne die Einstellungen und sichere es.'
const because = 'Nachrichten zur Sicherheit deines Kontos an diese Adresse gehen'

const factors = {
  added: 'Deinem Konto wurde ein zweiter Faktor hinzugefügt',
  removed: 'Ein zweiter Faktor wurde von deinem Konto entfernt',
  codes: 'Für dein Konto gibt es neue Wiederherstellungscodes; die bisherigen gelten nicht mehr',
} as const

export const german: Words = {
  language: 'de',
  greeting: 'Hallo,',
  footer: (site, why) =>
    `Alles auf ${site.name} hat diese E-Mail von selbst verschickt, weil ${why}. Du brauchst nicht zu antworten; niemand würde es lesen.`,
  letters: {
    verify_address: ({ link }) => ({
      subject: 'Bestätige deine E-Mail-Adresse',
      paragraphs: [
        'Jemand, wahrscheinlich du, hat diese E-Mail-Adresse für ein Konto angegeben. Bitte bestätige, dass sie dir gehört.',
      ],
      link: { label: 'Adresse bestätigen', to: link },
      afterLink: [
        'Der Link gilt einmal und 24 Stunden lang.',
        'Falls du es nicht warst, brauchst du nichts zu tun: Ohne den Link geschieht nichts weiter.',
      ],
      because: 'diese Adresse für ein Konto angegeben wurde',
    }),
    reset_password: ({ link }) => ({
      subject: 'Lege ein neues Passwort fest',
      paragraphs: [
        'Jemand, wahrscheinlich du, hat um ein neues Passwort gebeten. Mit diesem Link kannst du eines wählen; bis dahin bleibt das bisherige.',
      ],
      link: { label: 'Neues Passwort wählen', to: link },
      afterLink: [
        'Der Link gilt einmal und eine Stunde lang. Gib ihn niemandem weiter.',
        'Falls du es nicht warst, brauchst du nichts zu tun: Dein Passwort bleibt, wie es ist.',
      ],
      because: 'um ein neues Passwort gebeten wurde',
    }),
    new_sign_in: ({ device, at }, site) => ({
      subject: 'Neue Anmeldung in deinem Konto',
      paragraphs: [
        `Jemand hat sich am ${time(at)} in deinem Konto angemeldet, mit einem Gerät, das bisher nicht verwendet wurde: ${device}.`,
        `Falls du es warst, ist alles gut. ${notYou}`,
      ],
      link: settings(site),
      because,
    }),
    password_changed: ({ at }, site) => ({
      subject: 'Dein Passwort wurde geändert',
      paragraphs: [`Das Passwort deines Kontos wurde am ${time(at)} geändert.`, notYou],
      link: settings(site),
      because,
    }),
    second_factor_changed: ({ change, at }, site) => ({
      subject: 'Deine Anmeldung hat sich geändert',
      paragraphs: [`${factors[change]}. Das geschah am ${time(at)}.`, notYou],
      link: settings(site),
      because,
    }),
    address_changed: ({ at }, site) => ({
      subject: 'Deine E-Mail-Adresse wurde geändert',
      paragraphs: [
        `Am ${time(at)} ist eine andere E-Mail-Adresse an die Stelle dieser getreten. Nachrichten zu deinem Konto gehen von nun an dorthin.`,
        notYou,
      ],
      link: settings(site),
      because: 'Nachrichten zu deinem Konto bisher an diese Adresse gingen',
    }),
    account_secured: ({ at }, site) => ({
      subject: 'Dein Konto wurde gesichert',
      paragraphs: [
        `Dein Konto wurde am ${time(at)} gesichert: Wer anderswo angemeldet war, ist abgemeldet, und keine Anwendung hat mehr Zugriff.`,
        'Falls du es nicht warst, öffne die Einstellungen und wähle ein neues Passwort.',
      ],
      link: settings(site),
      because,
    }),
    registration_approved: (_, site) => ({
      subject: 'Willkommen: Dein Konto ist bereit',
      paragraphs: ['Deine Anfrage für ein Konto wurde angenommen. Du kannst dich jetzt anmelden.'],
      link: { label: 'Anmelden', to: `${site.publicUrl}/login` },
      because: 'du um ein Konto gebeten und diese Adresse angegeben hast',
    }),
    registration_refused: () => ({
      subject: 'Zu deiner Anfrage für ein Konto',
      paragraphs: [
        'Deine Anfrage für ein Konto wurde nicht angenommen. Was du dabei angegeben hast, wird gelöscht, auch diese Adresse.',
      ],
      because: 'du um ein Konto gebeten und diese Adresse angegeben hast',
    }),
    export_requested: ({ at }, site) => ({
      subject: 'Eine Kopie deiner Daten wurde angefordert',
      paragraphs: [
        `Jemand, wahrscheinlich du, hat am ${time(at)} eine Kopie von allem angefordert, was über dich gespeichert ist. Sobald sie bereit ist, kann sie in den Einstellungen heruntergeladen werden.`,
        notYou,
      ],
      link: settings(site),
      because,
    }),
    erasure_requested: ({ at }, site) => ({
      subject: 'Deine Daten werden gelöscht',
      paragraphs: [
        `Jemand, wahrscheinlich du, hat am ${time(at)} darum gebeten, deine Daten zu löschen. Wann das geschieht, steht in den Einstellungen; bis dahin kannst du es dir dort anders überlegen.`,
        notYou,
      ],
      link: settings(site),
      because,
    }),
  },
}
