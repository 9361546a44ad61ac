package io.identitystitch.cold;

import java.io.IOException;

/**
 * What happens to a block between compression and disk: the place for encryption. The bytes that come back must be those that went in;
 * the store adds its own checksum to what {@link #seal} answers, so a codec need not detect damage, but one that authenticates does.
 *
 * <p>What stands outside blocks is not sealed: how many records a block has, and 64 bits of the (keyed) digest of each visitor in it.
 *
 * <p>Implementations are thread-safe.
 */
public interface BlockCodec {
    /** Changes nothing. */
    BlockCodec NONE = new BlockCodec() {
        @Override
        public byte[] seal(byte[] block, String where) {
            return block;
        }

        @Override
        public byte[] open(byte[] sealed, String where) {
            return sealed;
        }
    };

    /**
     * Makes a block into what is stored.
     *
     * @param block the compressed block
     * @param where what the block belongs to, {@code {tenant}/{date}}: to be authenticated with it. Blocks move between files of one day
     *     without being opened, so the file is not part of it
     * @return what is stored
     */
    byte[] seal(byte[] block, String where);

    /**
     * Makes what is stored into the block again.
     *
     * @param sealed what is stored
     * @param where as it was sealed
     * @return the compressed block
     * @throws IOException if it is not what was sealed there, or cannot be opened any more; the block is then set aside as damaged
     */
    byte[] open(byte[] sealed, String where) throws IOException;
}
