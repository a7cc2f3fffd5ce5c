import { runOperatorTool } from './run.ts'

process.exitCode = await runOperatorTool(process.argv.slice(2))
