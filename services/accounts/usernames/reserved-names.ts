/** Names that would be taken for the system, its operators or a command. */
export const reservedNames: readonly string[] = `
  admin admins administrator administration root superuser sysadmin system operator owner staff team official
  moderator moderators mod mods support help helpdesk security abuse privacy legal trust safety
  postmaster webmaster hostmaster mailer_daemon noreply no_reply info contact
  alles ally allesbot discord everyone here all channel someone
  deleted deleted_user unknown anonymous nobody somebody guest user bot null undefined none void nil me
  api www login logout register signup signin settings policy feed
`
  .trim()
  .split(/\s+/)
