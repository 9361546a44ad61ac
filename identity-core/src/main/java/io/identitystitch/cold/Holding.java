package io.identitystitch.cold;

import java.io.IOException;
import java.util.Arrays;

/**
 * Whether a segment may have something of some visitors, in a block or in what cannot be read.
 *
 * <p>Stateless.
 */
final class Holding {
    private Holding() {}

    static boolean isPossible(SegmentInput input, long[] fingerprints) throws IOException {
        if (input.file().state() == SegmentName.State.SEALED) {
            try {
                return !SealedIndex.open(input).find(fingerprints).isEmpty();
            } catch (DamagedException e) {
                return true;
            }
        }
        boolean[] possible = {false};
        new FrameWalk(input, input.size()).go(new FrameWalk.Steps() {
            @Override
            public void block(Frame frame, long at) {
                possible[0] |=
                        Arrays.stream(fingerprints).anyMatch(each -> Fingerprint.isAnyOf(each, frame.fingerprints()));
            }

            @Override
            public void gap(long from, long to, boolean atEnd) {
                possible[0] = true;
            }
        });
        return possible[0];
    }
}
