import type { FieldFault, z } from '../contract/index.ts'

export const unknownField = 'is not a field we know here'

/** What is wrong with one field, as a person would say it; undefined leaves the words to the contract. */
export function faultSentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is required'
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${units[issue.origin] ?? ''}`
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${units[issue.origin] ?? ''}`
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`
  return issue.code === 'invalid_union' ? 'has none of the forms allowed here' : undefined
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

const units: Readonly<Record<string, string>> = { string: ' characters long', array: ' entries long' }

export function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], sentence: unknownField }))
  return [{ path, sentence: issue.message }]
}
