package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is done to the files of a tenant, by one at a time: sealing, merging, expiring, erasing. Each step leaves a state from which the
 * next call goes on.
 *
 * <p>Thread-safe.
 */
final class Upkeep {
    /** Few enough to open all of them in a scan of ninety days. */
    static final int FEW = 4;

    /** Segments that are larger are not merged any more. */
    private static final long LARGE = 32L * 1024 * 1024;

    private static final long MERGED = 64L * 1024 * 1024;

    /** A file that nobody has appended to for so long is taken over. If its writer lives, it begins another. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final String GONE = ".gone-";

    private final Folders folders;
    private final FileOperations files;
    private final Blocks blocks;
    private final Damage damage;
    private final Supplier<SegmentName> names;
    private final Predicate<SegmentName> own;
    private final Set<SegmentName> live;
    private final Set<SegmentName> broken = ConcurrentHashMap.newKeySet();

    Upkeep(
            Folders folders,
            FileOperations files,
            Blocks blocks,
            Damage damage,
            Supplier<SegmentName> names,
            Predicate<SegmentName> own,
            Set<SegmentName> live) {
        this.folders = folders;
        this.files = files;
        this.blocks = blocks;
        this.damage = damage;
        this.names = names;
        this.own = own;
        this.live = live;
    }

    /** The index of this segment is to be made again. */
    void isBroken(SegmentName segment) {
        broken.add(segment);
    }

    /** Seals what its writers have left of a day, and merges small segments if there are at least so many. */
    void seal(Day day, int fewest) throws IOException {
        if (!folders.exists(day.tenant())) {
            return;
        }
        TenantLock.holding(folders.lock(day.tenant()), () -> {
            sealHolding(day, fewest);
            return 0;
        });
    }

    private void sealHolding(Day day, int fewest) throws IOException {
        clean(day);
        takeIdle(day, files.changedAt(folders.lock(day.tenant())).toMillis());
        List<Sized> left = new ArrayList<>();
        List<Sized> small = new ArrayList<>();
        for (SegmentName.SegmentFile file : DaySnapshot.list(files, day)) {
            if (file.state() == SegmentName.State.OPEN) {
                // Its writer may give it another name at any moment.
                continue;
            }
            Sized sized = new Sized(file, files.size(day.folder().resolve(file.file())));
            if (file.state() == SegmentName.State.LEFT || broken.contains(file.name())) {
                left.add(sized);
            } else if (sized.size < LARGE) {
                small.add(sized);
            }
        }
        if (small.size() + Math.min(1, left.size()) >= fewest) {
            left.addAll(small);
        }
        merge(day, left);
    }

    private void merge(Day day, List<Sized> segments) throws IOException {
        segments.sort(Comparator.comparingLong(Sized::size));
        List<SegmentName.SegmentFile> group = new ArrayList<>();
        long size = 0;
        for (Sized each : segments) {
            if (size + each.size > MERGED && !group.isEmpty()) {
                rewrite(day, group, Set.of());
                group.clear();
                size = 0;
            }
            group.add(each.file);
            size += each.size;
        }
        boolean asItShouldBe = group.size() == 1
                && group.get(0).state() == SegmentName.State.SEALED
                && !broken.contains(group.get(0).name());
        if (!group.isEmpty() && !asItShouldBe) {
            rewrite(day, group, Set.of());
        }
    }

    private record Sized(SegmentName.SegmentFile file, long size) {}

    private long rewrite(Day day, List<SegmentName.SegmentFile> group, Set<IdentifierKey> erased) throws IOException {
        List<SegmentInput> inputs = new ArrayList<>();
        try {
            for (SegmentName.SegmentFile file : group) {
                inputs.add(open(day, file));
            }
            long count = new Rewrite(files, blocks, damage, day, erased).run(inputs, names.get());
            group.forEach(file -> broken.remove(file.name()));
            return count;
        } finally {
            for (SegmentInput input : inputs) {
                input.close();
            }
        }
    }

    private SegmentInput open(Day day, SegmentName.SegmentFile file) throws IOException {
        return new SegmentInput(day, file, files.open(day.folder().resolve(file.file())));
    }

    /** Deletes what somebody who died while he had the lock did not finish, and what other segments stand for. */
    private void clean(Day day) throws IOException {
        for (String name : files.list(day.folder())) {
            if (name.endsWith(".tmp")) {
                files.delete(day.folder().resolve(name));
            }
        }
        Set<SegmentName.SegmentFile> found = DaySnapshot.list(files, day);
        Set<SegmentName> replaced = new HashSet<>();
        for (SegmentName.SegmentFile file : found) {
            if (file.state() == SegmentName.State.SEALED) {
                try (SegmentInput input = open(day, file)) {
                    SealedIndex index = SealedIndex.open(input);
                    if (index.standsForOthers()) {
                        replaced.addAll(index.replaced());
                    }
                } catch (DamagedException e) {
                    broken.add(file.name());
                }
            }
        }
        boolean deleted = false;
        for (SegmentName.SegmentFile file : found) {
            if (replaced.contains(file.name())) {
                files.delete(day.folder().resolve(file.file()));
                deleted = true;
            }
        }
        if (deleted) {
            files.forceFolder(day.folder());
        }
    }

    private void takeIdle(Day day, long now) throws IOException {
        for (SegmentName.SegmentFile file : DaySnapshot.list(files, day)) {
            if (file.state() == SegmentName.State.OPEN && !live.contains(file.name())) {
                Path path = day.folder().resolve(file.file());
                try {
                    if (own.test(file.name()) || now - files.changedAt(path).toMillis() > IDLE.toMillis()) {
                        takeOver(day, file);
                    }
                } catch (NoSuchFileException e) {
                    // Its writer has just left it.
                }
            }
        }
    }

    private SegmentName.SegmentFile takeOver(Day day, SegmentName.SegmentFile file) throws IOException {
        files.move(day.folder().resolve(file.file()), day.file(file.name(), SegmentName.State.LEFT));
        return new SegmentName.SegmentFile(file.name(), SegmentName.State.LEFT);
    }

    int expire(TenantId tenant, LocalDate before) throws IOException {
        if (!folders.exists(tenant)) {
            return 0;
        }
        return (int) TenantLock.holding(folders.lock(tenant), () -> {
            Path folder = folders.anonymous(tenant);
            int count = 0;
            for (String name : files.list(folder)) {
                if (name.startsWith(GONE)) {
                    deleteAll(folder.resolve(name));
                } else if (Folders.date(name).map(date -> date.isBefore(before)).orElse(false)) {
                    // At once for whoever lists, however long the rest takes. A number, for a late signal may begin the
                    // day again.
                    Path gone = folder.resolve(GONE + names.get());
                    files.move(folder.resolve(name), gone);
                    files.forceFolder(folder);
                    deleteAll(gone);
                    count++;
                }
            }
            files.forceFolder(folder);
            return count;
        });
    }

    private void deleteAll(Path path) throws IOException {
        for (String name : files.list(path)) {
            deleteAll(path.resolve(name));
        }
        files.delete(path);
    }

    /** The caller has retired this store's own writers, so that whatever they still append came after the call. */
    long erase(TenantId tenant, Set<IdentifierKey> visitors) throws IOException {
        if (!folders.exists(tenant)) {
            return 0;
        }
        return TenantLock.holding(folders.lock(tenant), () -> {
            long count = 0;
            for (String name : files.list(folders.anonymous(tenant))) {
                if (name.startsWith(GONE)) {
                    deleteAll(folders.anonymous(tenant).resolve(name));
                }
            }
            for (Day day : folders.days(tenant)) {
                clean(day);
                for (SegmentName.SegmentFile file : DaySnapshot.list(files, day)) {
                    count += eraseIn(day, file, visitors);
                }
                deleteAll(day.quarantine());
            }
            return count;
        });
    }

    private long eraseIn(Day day, SegmentName.SegmentFile file, Set<IdentifierKey> visitors) throws IOException {
        boolean open = file.state() == SegmentName.State.OPEN;
        if (open && live.contains(file.name())) {
            return 0;
        }
        SegmentName.SegmentFile there = file;
        try {
            try (SegmentInput input = open(day, file)) {
                if (!Holding.isPossible(input, Fingerprint.of(visitors))) {
                    return 0;
                }
            }
            if (open) {
                there = takeOver(day, file);
            }
        } catch (NoSuchFileException e) {
            // Its writer has left it in this moment; where to is clear.
            there = new SegmentName.SegmentFile(file.name(), SegmentName.State.LEFT);
            if (!files.exists(day.folder().resolve(there.file()))) {
                return 0;
            }
        }
        return rewrite(day, List.of(there), visitors);
    }
}
