import { stages } from './stages.ts'
import { runStages } from './run-stages.ts'

const only = process.argv.slice(2)
const verdict = await runStages(
  only.length === 0 ? stages : stages.filter((stage) => only.includes(stage.name)),
)
console.log(`${verdict.passed} passed, ${verdict.failed} failed`)
process.exitCode = verdict.green ? 0 : 1
