import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { listAuditLog } from './list-audit-log.ts'

export function auditLogRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listAuditLog, (input, { actor }) => listAuditLog(chat, actor, input))
}
