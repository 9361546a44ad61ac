package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import io.identitystitch.model.IdentifierKey;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose signals are in an object, as a part of its name, so that a listing alone tells which objects need not be read: 32 bits of the
 * digest of each visitor, if there are few.
 *
 * <p>Immutable and thread-safe.
 */
final class VisitorMarks {
    /** More would make the name of the object too long. */
    static final int MOST = 64;

    private static final VisitorMarks ANY = new VisitorMarks(Set.of());

    private final Set<Integer> marks;

    private VisitorMarks(Set<Integer> marks) {
        this.marks = marks;
    }

    /** Those of visitors with these fingerprints, of which the upper half counts. */
    static VisitorMarks of(Collection<Long> fingerprints) {
        Set<Integer> marks = fingerprints.stream().map(VisitorMarks::mark).collect(Collectors.toSet());
        return marks.size() > MOST ? ANY : new VisitorMarks(marks);
    }

    private static int mark(long fingerprint) {
        return (int) (fingerprint >>> 32);
    }

    /** Whether one of the visitors may be among these. */
    boolean mayHave(Collection<IdentifierKey> visitors) {
        return marks.isEmpty()
                || visitors.stream().anyMatch(each -> marks.contains(mark(SegmentFormat.fingerprint(each))));
    }

    /** As a part of a name; empty if there are too many. */
    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * marks.size());
        new TreeSet<>(marks).forEach(bytes::putInt);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** What was written as a part of a name. What cannot be read may be anybody's. */
    static VisitorMarks parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return ANY;
        }
        if (bytes.length % Integer.BYTES != 0) {
            return ANY;
        }
        Set<Integer> marks = new TreeSet<>();
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        while (numbers.hasRemaining()) {
            marks.add(numbers.getInt());
        }
        return new VisitorMarks(marks);
    }
}
