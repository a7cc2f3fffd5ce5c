/** Programs that tests start, for those who are no test themselves. */
export { findProgram } from './find-program.ts'
export { findNatsServer, startNats, type TestNats } from './nats-server.ts'
