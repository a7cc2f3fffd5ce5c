import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostOf, leadALife, type Life } from './testing/lead-a-life.ts'
import { residueOf } from './testing/residue.ts'
import { startPrivacy, type RunningPrivacy } from './testing/start-privacy.ts'

let running: RunningPrivacy
let ada: Life
beforeEach(async () => {
  running = await startPrivacy()
  ada = await leadALife(running, 'ada', await hostOf(running, 'host'))
})
afterEach(() => running.stop())

describe('a person with several accounts', () => {
  const faceOf = async (username: string) => (await ada.who.api.createSecondary({ username })).account.id
  const accountsOf = () => running.accounts.accountsOf({ personId: ada.who.personId })

  test('loses one alone: the others stay, and nothing of it', async () => {
    const veil = await faceOf('veil.of.somebody')
    const keys = await running.admin('accounts')<{ key: string }[]>`
      select profile_key_id as key from accounts where id = ${veil}`
    const as = running.as(ada.who, { accountId: veil })
    await as.api.createRequest({ kind: 'erasure', mode: 'everything' })
    await running.drain()
    expect(await accountsOf()).toEqual([ada.who.id])
    expect(await residueOf(running, [veil, ...keys.map(({ key }) => key)])).toEqual([])
    expect((await ada.who.api.listMyAccounts({})).accounts.map(({ id }) => id)).toEqual([ada.who.id])
  })

  test('is erased with all of them, the primary one last, whoever of them asks and whatever interrupts', async () => {
    const faces = [await faceOf('veil.of.somebody'), await faceOf('mask.of.somebody')]
    await running.as(ada.who, { accountId: faces[0] ?? '' }).api.createRequest({
      kind: 'erasure',
      mode: 'everything',
      scope: 'person',
    })
    const stumble = `
      create function stumble() returns trigger language plpgsql as $$ begin
        if old.kind = 'primary' then raise exception 'stumble'; end if;
        return old;
      end $$;
      create trigger stumble before delete on accounts for each row execute function stumble()`
    await running.admin('accounts').unsafe(stumble)
    await expect(running.drain()).rejects.toThrow('stumble')
    expect(await accountsOf()).toEqual([ada.who.id])
    await running.admin('accounts').unsafe('drop trigger stumble on accounts; drop function stumble')
    await running.drain()
    expect(await residueOf(running, [ada.who.id, ada.who.personId, ada.botId, ...faces])).toEqual([])
  })

  test('keeps a primary one when the account they asked to erase was their only one then', async () => {
    await ada.who.api.createRequest({ kind: 'erasure', mode: 'pseudonymise' })
    const veil = await faceOf('veil.of.somebody')
    await running.drain()
    expect(await accountsOf()).toEqual([veil])
    expect(await running.accounts.findAccountById({ accountId: veil })).toMatchObject({ kind: 'primary' })
  })
})
