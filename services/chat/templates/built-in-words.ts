export type Language = 'en' | 'de'

/** What one of the templates that come with the program is called, and what is in it. */
export interface BuiltInWords {
  readonly kind: 'friends' | 'community' | 'club' | 'school'
  readonly language: Language
  readonly name: string
  readonly description: string
  /** Null where there are none: everybody knows everybody. */
  readonly moderators: string | null
  readonly channels: readonly {
    readonly category: string
    readonly names: readonly {
      readonly name: string
      /** Whether only moderators write there. */
      readonly readOnly?: boolean
      /** Whether newcomers are greeted there. */
      readonly welcomes?: boolean
    }[]
  }[]
}

const greeting = (name: string) => ({ name, welcomes: true })
const reading = (name: string) => ({ name, readOnly: true })
const plain = (...names: string[]) => names.map((name) => ({ name }))

export const builtInWords: readonly BuiltInWords[] = [
  {
    kind: 'friends',
    language: 'en',
    name: 'Friends',
    description: 'A place for people who know each other.',
    moderators: null,
    channels: [{ category: 'Text channels', names: [greeting('general'), ...plain('pictures', 'plans')] }],
  },
  {
    kind: 'friends',
    language: 'de',
    name: 'Freunde',
    description: 'Ein Ort für Leute, die sich kennen.',
    moderators: null,
    channels: [{ category: 'Textkanäle', names: [greeting('allgemein'), ...plain('bilder', 'pläne')] }],
  },
  {
    kind: 'community',
    language: 'en',
    name: 'Community',
    description: 'Rules, news, and room for many.',
    moderators: 'Moderators',
    channels: [
      { category: 'Start here', names: [reading('rules'), reading('news'), greeting('welcome')] },
      { category: 'Talk', names: plain('general', 'questions', 'pictures', 'off-topic') },
    ],
  },
  {
    kind: 'community',
    language: 'de',
    name: 'Gemeinschaft',
    description: 'Regeln, Neuigkeiten und Platz für viele.',
    moderators: 'Moderation',
    channels: [
      {
        category: 'Hier anfangen',
        names: [reading('regeln'), reading('neuigkeiten'), greeting('willkommen')],
      },
      { category: 'Reden', names: plain('allgemein', 'fragen', 'bilder', 'plauderei') },
    ],
  },
  {
    kind: 'club',
    language: 'en',
    name: 'Club',
    description: 'Meetings, minutes and everything in between.',
    moderators: 'Board',
    channels: [
      { category: 'The club', names: [reading('announcements'), reading('minutes'), greeting('general')] },
      { category: 'Together', names: plain('meetings', 'ideas', 'pictures') },
    ],
  },
  {
    kind: 'club',
    language: 'de',
    name: 'Verein',
    description: 'Treffen, Protokolle und alles dazwischen.',
    moderators: 'Vorstand',
    channels: [
      {
        category: 'Der Verein',
        names: [reading('ankündigungen'), reading('protokolle'), greeting('allgemein')],
      },
      { category: 'Miteinander', names: plain('treffen', 'ideen', 'bilder') },
    ],
  },
  {
    kind: 'school',
    language: 'en',
    name: 'Class',
    description: 'Homework, questions and the break.',
    moderators: 'Teachers',
    channels: [
      {
        category: 'Lessons',
        names: [reading('announcements'), ...plain('homework', 'questions', 'material')],
      },
      { category: 'Break', names: [greeting('general'), ...plain('pictures')] },
    ],
  },
  {
    kind: 'school',
    language: 'de',
    name: 'Klasse',
    description: 'Hausaufgaben, Fragen und die Pause.',
    moderators: 'Lehrkräfte',
    channels: [
      {
        category: 'Unterricht',
        names: [reading('ankündigungen'), ...plain('hausaufgaben', 'fragen', 'material')],
      },
      { category: 'Pause', names: [greeting('allgemein'), ...plain('bilder')] },
    ],
  },
]
