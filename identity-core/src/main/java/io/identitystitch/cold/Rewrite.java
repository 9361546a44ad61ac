package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes one sealed segment of several segments: without the signals of some visitors, without what is damaged, with small blocks put
 * together. The caller has the tenant's lock.
 *
 * <p>The new segment says which it stands for, so that its name's appearance is the one moment at which it takes their place.
 *
 * <p>Not thread-safe.
 */
final class Rewrite {
    private final FileOperations files;
    private final Day day;
    private final SegmentMerge merge;

    Rewrite(FileOperations files, Blocks blocks, Damage damage, Day day, Set<IdentifierKey> erased) {
        this.files = files;
        this.day = day;
        this.merge = new SegmentMerge(
                blocks, day, erased, (input, from, to, lost) -> damage.setAside(day, input, from, to, lost));
    }

    /**
     * Does it.
     *
     * @param inputs the segments, of which the files are deleted at the end
     * @param name the name of the new one
     * @return how many signals were left out as erased
     */
    long run(List<SegmentInput> inputs, SegmentName name) throws IOException {
        Path unfinished = day.folder().resolve(name.unfinished());
        List<SegmentName> replaced = new ArrayList<>();
        boolean any;
        try (SegmentOutput output = new SegmentOutput(files.create(unfinished), day.seed(name))) {
            for (SegmentInput input : inputs) {
                replaced.add(input.file().name());
                merge.copy(input, output);
            }
            merge.finish(output);
            any = output.records() > 0;
            if (any) {
                output.finish(replaced);
            }
        } catch (IOException | RuntimeException e) {
            try {
                files.delete(unfinished);
            } catch (IOException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        if (any) {
            files.move(unfinished, day.file(name, SegmentName.State.SEALED));
            files.forceFolder(day.folder());
        } else {
            files.delete(unfinished);
        }
        for (SegmentInput input : inputs) {
            files.delete(day.folder().resolve(input.file().file()));
        }
        files.forceFolder(day.folder());
        return merge.erasedCount();
    }
}
