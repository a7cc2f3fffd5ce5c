import { PrintableError } from '@alles/platform/log'

/** Something about the key directory that only the operator can mend. Its message is one sentence for them. */
export class KeyDirectoryFault extends PrintableError {
  override name = 'KeyDirectoryFault'
}

/** The instance key is gone while keys exist that only it opens. */
export class InstanceKeyMissing extends KeyDirectoryFault {
  override name = 'InstanceKeyMissing'

  constructor() {
    super(
      'The data directory misses keys/instance.key, without which nothing sealed can be read; restore it from backup.',
    )
  }
}

/** Directory and database do not belong together. */
export class KeyDirectoryMismatch extends KeyDirectoryFault {
  override name = 'KeyDirectoryMismatch'

  constructor() {
    super(
      'The keys in the data directory belong to another database; start with the database they were made for, or with its data directory.',
    )
  }
}

/** A wrapping key that rows refer to cannot be read. */
export class WrappingKeyUnreadable extends KeyDirectoryFault {
  override name = 'WrappingKeyUnreadable'

  constructor(id: string) {
    super(
      `The file keys/wrapping/${id}.key is missing or cannot be read; restore the directory keys from backup.`,
    )
  }
}
