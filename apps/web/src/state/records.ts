/** A copy of a record without some of its keys; the record itself where none of them is in it. */
export function without<T>(
  record: Readonly<Record<string, T>>,
  keys: Iterable<string>,
): Readonly<Record<string, T>> {
  let copy: Record<string, T> | undefined
  for (const key of keys) {
    if (!(key in record)) continue
    copy ??= { ...record }
    delete copy[key]
  }
  return copy ?? record
}
