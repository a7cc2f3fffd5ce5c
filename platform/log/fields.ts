/**
 * Every field a log line may have. Nothing here may carry what a person wrote, a name, an address or a secret; ids of
 * requests and jobs are random and point to nobody.
 */
export interface LogFields {
  readonly service?: string | undefined
  readonly request_id?: string | undefined
  /** The pattern of the address, never the address. */
  readonly route?: string | undefined
  readonly method?: string | undefined
  readonly status?: number | undefined
  readonly ms?: number | undefined
  readonly role?: string | undefined
  readonly roles?: string | undefined
  readonly database?: string | undefined
  readonly table?: string | undefined
  readonly migration?: string | undefined
  readonly job?: string | undefined
  readonly task?: string | undefined
  /** An event between services. What the line itself tells is its `event`. */
  readonly event_name?: string | undefined
  readonly topic_kind?: string | undefined
  readonly call?: string | undefined
  readonly code?: string | number | undefined
  readonly count?: number | undefined
  /** Of what is counted or worked through, what remains. */
  readonly left?: number | undefined
  readonly bytes?: number | undefined
  readonly attempt?: number | undefined
  readonly port?: number | undefined
  readonly pid?: number | undefined
  readonly signal?: string | undefined
  readonly address_kind?: string | undefined
  readonly destination?: string | undefined
  readonly purpose?: string | undefined
  readonly outcome?: string | undefined
  readonly setting?: string | undefined
  readonly version?: string | undefined
  /** A fixed phrase of ours, never a value. */
  readonly reason?: string | undefined
}

export const fieldNames: ReadonlySet<string> = new Set<keyof Required<LogFields>>([
  'service',
  'request_id',
  'route',
  'method',
  'status',
  'ms',
  'role',
  'roles',
  'database',
  'table',
  'migration',
  'job',
  'task',
  'event_name',
  'topic_kind',
  'call',
  'code',
  'count',
  'bytes',
  'attempt',
  'port',
  'pid',
  'signal',
  'address_kind',
  'destination',
  'purpose',
  'outcome',
  'setting',
  'version',
  'reason',
])

const longest = 300

/** Keeps what the list names and drops the rest, whatever the compiler was told. */
export function allowed(fields: object): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (!fieldNames.has(name)) continue
    if (typeof value === 'string') kept[name] = value.length > longest ? value.slice(0, longest) : value
    else if (typeof value === 'number' && Number.isFinite(value)) kept[name] = value
  }
  return kept
}
