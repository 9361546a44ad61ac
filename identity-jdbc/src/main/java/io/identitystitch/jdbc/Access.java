package io.identitystitch.jdbc;

/** How reads come by a connection. */
interface Access {
    /** The names that the connections know. */
    Names names();

    /**
     * Runs statements that see one moment, as far as the transaction in which they run allows it.
     *
     * @throws io.identitystitch.spi.IdentityStoreException if the database fails
     */
    <T> T read(Work<T> work);

    /**
     * Runs one statement, which sees one moment by itself.
     *
     * @throws io.identitystitch.spi.IdentityStoreException if the database fails
     */
    default <T> T readOnce(Work<T> work) {
        return read(work);
    }
}
