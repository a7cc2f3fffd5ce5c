/** Stands where no case is left; the compiler says so when one is. */
export function impossible(value: never): never {
  throw new Error(`No case for ${JSON.stringify(value)}`)
}
