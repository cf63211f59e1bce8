// Stands in for the signer for many regions: ours talk to the region in which they run.
import { SignatureV4 } from '@smithy/signature-v4';

export class SignatureV4MultiRegion extends SignatureV4 {
  /** Clients ask whether signatures for many regions can be made. */
  static sigv4aDependency(): string {
    return 'none';
  }
}
