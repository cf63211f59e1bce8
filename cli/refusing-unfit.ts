/** An app that cannot be run, or has nothing to release: bad input, told with what to do about it. */
import { UnfitApp } from '../rehearsal/unfit-app.ts';
import { AssemblyError } from '../twin/assembly/error.ts';
import { UsageError } from './command.ts';

export async function refusingUnfit<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UnfitApp) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof AssemblyError)) throw error;
    throw new UsageError(`${error.message}; make the app's assembly with "npx cdk synth"`, {
      cause: error,
    });
  }
}
