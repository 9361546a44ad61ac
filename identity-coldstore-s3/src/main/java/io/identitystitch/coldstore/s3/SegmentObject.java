package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;

/**
 * A segment in a bucket.
 *
 * @param id which
 * @param key the name of its object
 * @param size how many bytes it has
 * @param merged whether it may stand for others
 * @param marks whose signals it has
 */
record SegmentObject(SegmentFormat.Id id, String key, long size, boolean merged, VisitorMarks marks) {}
