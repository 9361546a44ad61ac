package io.identitystitch.cold;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segments of a day at one moment, opened, each signal in one of them however others seal, merge or erase meanwhile: what was
 * opened can be read to its end, and a segment that stands for others is found before they go.
 *
 * <p>Not thread-safe.
 */
final class DaySnapshot implements Closeable {
    private final List<SegmentInput> segments;

    private DaySnapshot(List<SegmentInput> segments) {
        this.segments = segments;
    }

    /** The segments that count. */
    List<SegmentInput> segments() {
        return segments;
    }

    /** Opens all that there is. Until two listings agree, something was going on. */
    static DaySnapshot open(FileOperations files, Day day) throws IOException {
        Map<SegmentName, SegmentInput> opened = new HashMap<>();
        boolean done = false;
        try {
            Set<SegmentName.SegmentFile> before = Set.of();
            Set<SegmentName.SegmentFile> now = list(files, day);
            while (!now.equals(before)) {
                for (SegmentName.SegmentFile file : now) {
                    if (!opened.containsKey(file.name())) {
                        try {
                            opened.put(
                                    file.name(),
                                    new SegmentInput(
                                            day, file, files.open(day.folder().resolve(file.file()))));
                        } catch (NoSuchFileException e) {
                            // The next listing tells what became of it.
                        }
                    }
                }
                before = now;
                now = list(files, day);
            }
            DaySnapshot snapshot = new DaySnapshot(withoutReplaced(opened));
            done = true;
            return snapshot;
        } finally {
            if (!done) {
                for (SegmentInput each : opened.values()) {
                    each.close();
                }
            }
        }
    }

    static Set<SegmentName.SegmentFile> list(FileOperations files, Day day) throws IOException {
        Set<SegmentName.SegmentFile> found = new HashSet<>();
        for (String name : files.list(day.folder())) {
            SegmentName.parse(name).ifPresent(found::add);
        }
        return found;
    }

    private static List<SegmentInput> withoutReplaced(Map<SegmentName, SegmentInput> opened) throws IOException {
        if (opened.size() > 1) {
            for (SegmentName gone : replaced(opened.values())) {
                SegmentInput input = opened.remove(gone);
                if (input != null) {
                    input.close();
                }
            }
        }
        return new ArrayList<>(opened.values());
    }

    /** The names that sealed segments stand for; of a damaged one it is not known. */
    static Set<SegmentName> replaced(Iterable<SegmentInput> inputs) throws IOException {
        Set<SegmentName> names = new HashSet<>();
        for (SegmentInput input : inputs) {
            if (input.file().state() == SegmentName.State.SEALED) {
                try {
                    SealedIndex index = SealedIndex.open(input);
                    if (index.standsForOthers()) {
                        names.addAll(index.replaced());
                    }
                } catch (DamagedException e) {
                    // Whoever looks into it says so.
                }
            }
        }
        return names;
    }

    long bytesRead() {
        return segments.stream().mapToLong(SegmentInput::bytesRead).sum();
    }

    @Override
    public void close() throws IOException {
        for (SegmentInput each : segments) {
            each.close();
        }
    }
}
