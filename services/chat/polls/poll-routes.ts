import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/polls.ts'
import { endDuePolls, endPoll, sayResult as sayResultTask } from './end-poll.ts'
import { listVoters } from './list-voters.ts'
import { sayResult } from './say-result.ts'
import { vote } from './vote.ts'

/** Answers the calls about polls. */
export function pollRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.vote, ({ answerId, ...of }, { actor }) =>
    vote(chat, actor, {
      ...of,
      choose: (before, several) => new Set(several ? [...before, answerId] : [answerId]),
    }),
  )
  routes.answer(contract.takeBackVote, ({ answerId, ...of }, { actor }) =>
    vote(chat, actor, { ...of, choose: (before) => before.difference(new Set([answerId])) }),
  )
  routes.answer(contract.setVotes, ({ answer_ids: answers, ...of }, { actor }) =>
    vote(chat, actor, { ...of, choose: () => new Set(answers) }),
  )
  routes.answer(contract.listVoters, (input, { actor }) => listVoters(chat, actor, input))
  routes.answer(contract.endPoll, (input, { actor }) => endPoll(chat, actor, input))
}

export function pollJobs(chat: Chat): void {
  chat.jobs.every('chat.endPolls', 5, () => endDuePolls(chat))
  chat.jobs.run(sayResultTask, (ended) => sayResult(chat, ended))
}
