package io.identitystitch.jdbc;

import java.time.Instant;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** How a renewal is combined with what its row became meanwhile. */
final class Fold {
    private Fold() {}

    static Field<Instant> later(TableField<?, Instant> stored, Instant value) {
        Field<Instant> given = DSL.val(value, stored);
        return DSL.when(stored.isNull().or(stored.lt(given)), given).otherwise(stored);
    }

    static Field<Instant> earlier(TableField<?, Instant> stored, Instant value) {
        Field<Instant> given = DSL.val(value, stored);
        return DSL.when(stored.gt(given), given).otherwise(stored);
    }

    /** The later one, where null stands for never; but a shorter life replaces the one that it was decided on. */
    static Field<Instant> expiry(TableField<?, Instant> stored, @Nullable Instant before, @Nullable Instant after) {
        Field<Instant> given = DSL.val(after, stored);
        if (after == null) {
            return given;
        }
        return DSL.when(stored.isNotDistinctFrom(DSL.val(before, stored)).or(stored.lt(given)), given)
                .otherwise(stored);
    }
}
