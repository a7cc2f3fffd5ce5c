/** The gateway's calls: where the socket is. What is said on the socket is Discord's Gateway v10. */
export * from './gateway.ts'
