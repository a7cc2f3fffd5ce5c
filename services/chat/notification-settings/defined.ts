/** Without the fields that are undefined. */
export type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>
}
