export * from './nats-bus.ts'
export * from './nats-place.ts'
