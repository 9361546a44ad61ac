/** Telephone numbers as identifiers, in E.164. */
module io.identitystitch.phone {
    requires transitive io.identitystitch.core;
    requires com.google.i18n.phonenumbers.libphonenumber;

    exports io.identitystitch.phone;
}
