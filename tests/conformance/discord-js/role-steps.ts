import { Events, PermissionFlagsBits } from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import { step } from './step.ts'

export const roleSteps = [
  step('makes a role, changes it and deletes it, and hears of each', async ({ guild, heard }) => {
    const made = heard(Events.GuildRoleCreate)
    const role = await guild.roles.create({
      name: 'Weeders',
      colors: { primaryColor: 0x22_88_44 },
      hoist: true,
      mentionable: true,
      permissions: [PermissionFlagsBits.SendMessages],
      reason: 'Spring',
    })
    expect((await made)[0]).toMatchObject({ id: role.id, name: 'Weeders', hoist: true, mentionable: true })
    expect([role.colors.primaryColor, role.permissions.toArray()]).toEqual([0x22_88_44, ['SendMessages']])
    const changed = heard(Events.GuildRoleUpdate, (_, now) => now.id === role.id)
    await role.edit({ name: 'Diggers', colors: { primaryColor: 7 }, permissions: 0n })
    const [before, after] = await changed
    expect([before.name, after.name, after.colors.primaryColor]).toEqual(['Weeders', 'Diggers', 7])
    const gone = heard(Events.GuildRoleDelete)
    await role.delete('Autumn')
    expect((await gone)[0].id).toBe(role.id)
  }),
  step('gives a role a picture, or an emoji', async ({ guild }) => {
    const role = await guild.roles.create({ name: 'Carrots', icon: pngSaying('carrot') })
    expect((await fetch(role.iconURL({ extension: 'png' }) ?? '')).status).toBe(200)
    await role.setIcon(null)
    expect((await role.setUnicodeEmoji('🥕')).unicodeEmoji).toBe('🥕')
    await role.delete()
  }),
  step('fetches one role and all of them, and counts who has them', async ({ guild, bot }) => {
    const role = await guild.roles.create({ name: 'Counted' })
    expect((await guild.roles.fetch(role.id, { force: true }))?.name).toBe('Counted')
    expect((await guild.roles.fetch()).has(role.id)).toBe(true)
    await guild.members.addRole({ user: bot.user.id, role })
    expect((await guild.roles.fetchMemberCounts()).get(role.id)).toBe(1)
    await role.delete()
  }),
  step('orders roles', async ({ guild }) => {
    const [lower, upper] = [await guild.roles.create({ name: 'A' }), await guild.roles.create({ name: 'B' })]
    expect(lower.comparePositionTo(upper)).toBeGreaterThan(0)
    await guild.roles.setPositions([{ role: lower.id, position: 1 }])
    await expect.poll(() => lower.comparePositionTo(upper)).toBeLessThan(0)
    await lower.setPosition(2)
    await expect.poll(() => lower.comparePositionTo(upper)).toBeGreaterThan(0)
    await Promise.all([lower.delete(), upper.delete()])
  }),
]
