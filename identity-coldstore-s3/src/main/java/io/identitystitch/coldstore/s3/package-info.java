/** The cold store in a bucket: signals of visitors whom nobody knows yet, in immutable objects by tenant and UTC day. */
@NullMarked
package io.identitystitch.coldstore.s3;

import org.jspecify.annotations.NullMarked;
