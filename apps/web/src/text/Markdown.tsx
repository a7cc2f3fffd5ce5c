import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Fragment, memo, useMemo, useState, type ReactNode } from 'react'
import { impossible } from '../impossible.ts'
import { useClientState } from '../client/client-context.ts'
import { nameOf } from '../state/member-groups.ts'
import { classNames } from '../ui/class-names.ts'
import styles from './Markdown.module.css'
import { parseMarkdown, type Node } from './parse-markdown.ts'

interface MarkdownProps {
  readonly text: string
  readonly guildId: string
}

/** A message's text as elements: only those named here, with only the attributes given here. */
export const Markdown = memo(function Markdown({ text, guildId }: MarkdownProps) {
  const nodes = useMemo(() => parseMarkdown(text), [text])
  return <Nodes nodes={nodes} guildId={guildId} />
})

function Nodes({ nodes, guildId }: { readonly nodes: readonly Node[]; readonly guildId: string }): ReactNode {
  // A text never changes under its tree, so the place of a node is its identity.
  return nodes.map((node, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>{draw(node, guildId)}</Fragment>
  ))
}

function draw(node: Node, guildId: string): ReactNode {
  if ('children' in node) return drawAround(node, guildId)
  switch (node.kind) {
    case 'text':
      return node.text
    case 'break':
      return <br />
    case 'code':
      return <code className={styles.code}>{node.text}</code>
    case 'block':
      return (
        <pre className={styles.block} tabIndex={0}>
          <code>{node.text}</code>
        </pre>
      )
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {node.text}
        </a>
      )
    case 'mention':
      return <Mention node={node} guildId={guildId} />
    case 'everyone':
      return <span className={classNames(styles.mention, styles.mine)}>{node.text}</span>
    default:
      return impossible(node)
  }
}

const tags = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const

function drawAround(node: Extract<Node, { children: readonly Node[] }>, guildId: string): ReactNode {
  const children = <Nodes nodes={node.children} guildId={guildId} />
  if (node.kind === 'spoiler') return <Spoiler>{children}</Spoiler>
  if (node.kind === 'quote') return <blockquote className={styles.quote}>{children}</blockquote>
  const Tag = tags[node.kind]
  return <Tag>{children}</Tag>
}

function Spoiler({ children }: { readonly children: ReactNode }) {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  if (shown) return <span className={styles.shown}>{children}</span>
  return (
    <button
      type="button"
      className={styles.spoiler}
      aria-label={t`Hidden text: show it`}
      onClick={() => setShown(true)}
    >
      <span aria-hidden="true" inert>
        {children}
      </span>
    </button>
  )
}

interface MentionProps {
  readonly node: Extract<Node, { kind: 'mention' }>
  readonly guildId: string
}

function Mention({ node, guildId }: MentionProps) {
  switch (node.of) {
    case 'account':
      return <AccountMention id={node.id} guildId={guildId} />
    case 'role':
      return <RoleMention id={node.id} guildId={guildId} />
    case 'channel':
      return <ChannelMention id={node.id} />
    default:
      return impossible(node.of)
  }
}

function AccountMention({ id, guildId }: { readonly id: string; readonly guildId: string }) {
  const { t } = useLingui()
  const user = useClientState((state) => state.entities.users[id])
  const member = useClientState((state) => state.entities.members[guildId]?.[id])
  const mine = useClientState((state) => state.entities.me === id)
  const name = !user || user.deleted ? t`[deleted user]` : nameOf(user, member)
  return <span className={classNames(styles.mention, mine && styles.mine)}>@{name}</span>
}

function RoleMention({ id, guildId }: { readonly id: string; readonly guildId: string }) {
  const { t } = useLingui()
  const role = useClientState((state) => state.entities.guilds[guildId]?.roles.find((one) => one.id === id))
  return <span className={styles.mention}>@{role?.name ?? t`[deleted role]`}</span>
}

function ChannelMention({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const channel = useClientState((state) => state.entities.channels[id])
  if (!channel) return <span className={styles.mention}>#{t`[deleted channel]`}</span>
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId: channel.guildId, channelId: channel.id }}
      className={styles.mention}
    >
      #{channel.name}
    </Link>
  )
}
