package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cold store in a folder of a file system that several processes may share, if its locks, its renaming and its forcing to disk mean
 * what POSIX says.
 *
 * <p>Signals are appended to segments of their tenant and day, {@code org/{tenant}/anonymous/{date}/}. An append returns when its bytes
 * are forced to disk; callers that come at the same time share that. A segment that is large enough, of a day that is over or of a store
 * that is closed is sealed: it gets an index of visitors. Many small ones are merged. Both happen in a thread of the store's own.
 *
 * <p>What cannot be read is copied to {@code quarantine/} in the folder of its day, and counted, once; the rest is read.
 *
 * <p><b>Several processes.</b> No two ever write to one file. Each finds at once what any other was told is kept, also of one that died,
 * whose files are sealed later by whoever comes by. {@link #erase} waits for whoever seals or merges; an append of another process that
 * is under way at that moment, and that shares a file with what is erased, may end up twice in the store, with the same content hash.
 *
 * <p>Thread-safe. A thread that is interrupted while it scans gets an {@link IdentityStoreException}; one that appends is not disturbed.
 */
public final class FileColdStore implements ColdStore {
    /** So many segments in one day that a scan finds are worth merging. */
    private static final int MANY = 8;

    private final Folders folders;
    private final FileOperations files;
    private final Deflation deflation = new Deflation();
    private final Blocks blocks;
    private final Damage damage;
    private final Upkeep upkeep;
    private final Background background;
    private final DayWriters writers;
    private final AtomicLong number = new AtomicLong();
    private final Set<TenantId> known = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    FileColdStore(
            Path folder,
            FileOperations files,
            BlockCodec codec,
            int blockSize,
            long segmentSize,
            @Nullable Executor executor,
            long writer) {
        this.files = files;
        Path root;
        try {
            files.createFolders(folder);
            root = folder.toRealPath();
        } catch (IOException | RuntimeException e) {
            throw failure("the folder of the cold store cannot be opened", e);
        }
        folders = new Folders(root, files);
        blocks = new Blocks(deflation, codec, blockSize);
        damage = new Damage(files);
        Set<SegmentName> live = ConcurrentHashMap.newKeySet();
        upkeep = new Upkeep(folders, files, blocks, damage, () -> name(writer), each -> each.writer() == writer, live);
        background = new Background(executor);
        writers = new DayWriters(
                day -> new DayWriter(files, root, day, segmentSize, () -> name(writer), live, this::sealLater));
    }

    /**
     * Opens the store in a folder, which is made if there is none.
     *
     * @param folder the folder, which the store has for itself and others like it
     * @return the store
     * @throws IdentityStoreException if there is no such folder and it cannot be made
     */
    public static FileColdStore open(Path folder) {
        return builder(folder).open();
    }

    /**
     * A store with other settings.
     *
     * @param folder the folder, which the store has for itself and others like it
     * @return a builder
     */
    public static FileColdStoreBuilder builder(Path folder) {
        return new FileColdStoreBuilder(folder);
    }

    private SegmentName name(long writer) {
        return new SegmentName(writer, number.incrementAndGet());
    }

    private void sealLater(Day day) {
        background.submit(day, () -> upkeep.seal(day, Upkeep.FEW));
    }

    @Override
    public void append(TenantId tenant, List<ColdSignal> signals) {
        checkOpen();
        Map<LocalDate, List<ColdSignal>> days = new TreeMap<>();
        for (ColdSignal signal : signals) {
            days.computeIfAbsent(date(signal.receivedAt()), any -> new ArrayList<>())
                    .add(signal);
        }
        try {
            for (Map.Entry<LocalDate, List<ColdSignal>> each : days.entrySet()) {
                Day day = folders.day(tenant, each.getKey());
                writers.append(day, blocks.encode(day, each.getValue()));
            }
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw failure("it is not known that all signals are kept", e);
        }
        if (!signals.isEmpty() && known.add(tenant)) {
            background.submit(tenant, () -> tidy(tenant, Upkeep.FEW));
        }
    }

    @Override
    public ColdScan scan(ColdQuery query, Consumer<ColdSignal> found) {
        checkOpen();
        if (query.visitors().isEmpty() || query.receivedFrom().isAfter(query.receivedTo())) {
            return new ColdScan(0, 0, 0);
        }
        LocalDate first = date(query.receivedFrom());
        LocalDate last = date(query.receivedTo());
        long foundCount = 0;
        long bytesRead = 0;
        long damaged = 0;
        try {
            for (Day day : folders.days(query.tenant())) {
                if (!day.date().isBefore(first) && !day.date().isAfter(last)) {
                    ColdScan scan = scan(day, query, found);
                    foundCount += scan.found();
                    bytesRead += scan.bytesRead();
                    damaged += scan.damaged();
                }
            }
        } catch (IOException e) {
            throw failure("the cold store cannot be read", e);
        }
        return new ColdScan(foundCount, bytesRead, damaged);
    }

    /** The day of a moment, or the first or the last of all: a bound may lie beyond. */
    private static LocalDate date(Instant moment) {
        long day = Math.floorDiv(moment.getEpochSecond(), 86_400L);
        return LocalDate.ofEpochDay(Math.max(LocalDate.MIN.toEpochDay(), Math.min(LocalDate.MAX.toEpochDay(), day)));
    }

    private ColdScan scan(Day day, ColdQuery query, Consumer<ColdSignal> found) throws IOException {
        SegmentScan scan = new SegmentScan(day, blocks, query, found, new SegmentScan.DamageReport() {
            @Override
            public void damaged(SegmentInput input, long from, long to, int records) {
                setAside(day, input, from, to, records);
            }

            @Override
            public void indexDamaged(SegmentInput input) {
                upkeep.isBroken(input.file().name());
                sealLater(day);
            }
        });
        try (DaySnapshot snapshot = DaySnapshot.open(files, day)) {
            for (SegmentInput segment : snapshot.segments()) {
                scan.scan(segment);
            }
            if (snapshot.segments().size() >= MANY) {
                sealLater(day);
            }
            return new ColdScan(scan.foundCount(), snapshot.bytesRead(), scan.damaged());
        }
    }

    /** A scan waits for nobody and fails for nothing that it can do without. */
    private void setAside(Day day, SegmentInput input, long from, long to, int records) {
        try (TenantLock lock = TenantLock.tryToTake(folders.lock(day.tenant()))) {
            if (lock != null) {
                damage.setAside(day, input, from, to, records);
            }
        } catch (IOException | RuntimeException e) {
            background.submit(input.file(), () -> {
                throw new IOException("a damaged piece cannot be set aside", e);
            });
        }
    }

    @Override
    public int expire(TenantId tenant, LocalDate before) {
        checkOpen();
        try {
            return upkeep.expire(tenant, before);
        } catch (IOException | RuntimeException e) {
            throw failure("not all days could be deleted", e);
        }
    }

    @Override
    public long erase(TenantId tenant, Set<IdentifierKey> visitors) {
        checkOpen();
        if (visitors.isEmpty()) {
            return 0;
        }
        try {
            writers.retire(tenant);
            return upkeep.erase(tenant, visitors);
        } catch (IOException | RuntimeException e) {
            throw failure("not all signals could be erased", e);
        }
    }

    /**
     * Seals and merges what any process has left, of every tenant and day. The store does that itself where it appends and where a scan
     * finds many segments; a host that only appends may call it once a day.
     */
    @Override
    public void tidy() {
        checkOpen();
        try {
            for (TenantId tenant : folders.tenants()) {
                tidy(tenant, 2);
            }
        } catch (IOException | RuntimeException e) {
            throw failure("not all segments could be merged", e);
        }
    }

    private void tidy(TenantId tenant, int fewest) throws IOException {
        for (Day day : folders.days(tenant)) {
            upkeep.seal(day, fewest);
        }
    }

    /** Goes through all folders. */
    @Override
    public ColdHealth health() {
        checkOpen();
        long segments = 0;
        long bytes = 0;
        try {
            for (TenantId tenant : folders.tenants()) {
                for (Day day : folders.days(tenant)) {
                    try (DaySnapshot snapshot = DaySnapshot.open(files, day)) {
                        for (SegmentInput each : snapshot.segments()) {
                            segments++;
                            bytes += each.size();
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw failure("the cold store cannot be read", e);
        }
        return new ColdHealth(damage.records(), damage.pieces(), background.failures(), segments, bytes);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cold store is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writers.close();
            background.close();
            deflation.close();
        }
    }

    private static IdentityStoreException failure(String what, Exception cause) {
        boolean broken = cause instanceof RuntimeException;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            broken |= each instanceof AccessDeniedException || each instanceof ReadOnlyFileSystemException;
        }
        return new IdentityStoreException(
                broken ? IdentityStoreException.Kind.BROKEN : IdentityStoreException.Kind.UNAVAILABLE, what, cause);
    }
}
