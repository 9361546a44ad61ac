package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.time.Duration;

/**
 * What a chunk of a back-fill came to. Immutable and thread-safe.
 *
 * @param profile the profile for which rows are stamped
 * @param stamped how many rows the run has stamped so far, in earlier calls too
 * @param chunk which chunk of this call it was, counted from 1
 * @param rows how many rows it stamped
 * @param transaction how long its transaction took
 * @param elapsed how long this call has taken so far
 */
public record BackfillProgress(
        ProfileId profile, long stamped, int chunk, int rows, Duration transaction, Duration elapsed) {}
