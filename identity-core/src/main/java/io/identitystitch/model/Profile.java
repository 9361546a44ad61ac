package io.identitystitch.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A person as the host reads it: everything that the profiles of one component own, folded.
 *
 * <p>Of a person that was erased nothing is left: everything but the ids is empty, and both moments are that of the erasure.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param id the root, which answers for the person
 * @param askedId the id that was asked for: the root, or a profile that it absorbed
 * @param status what became of the id that was asked for
 * @param mergedAt when the id that was asked for was absorbed, by the store's clock
 * @param known whether the person has a persistent identifier
 * @param createdAt when the root was created, by the store's clock or as imported
 * @param updatedAt when identifiers or profiles were last added, by the store's clock
 * @param identifiers the first 100 identifiers in order of linking; the steward's pages have all
 * @param moreIdentifiers where the rest begins, empty if these are all
 * @param traits the folded traits, in order of their names
 * @param firstTouch the first attributed touch, as the policy's first-touch rule has it
 * @param lastTouch the last attributed touch by event time
 * @param devices the devices, as far as device marks are reported
 */
public record Profile(
        ProfileId id,
        ProfileId askedId,
        ProfileStatus status,
        Optional<Instant> mergedAt,
        boolean known,
        Instant createdAt,
        Instant updatedAt,
        List<ProfileIdentifier> identifiers,
        Optional<Cursor> moreIdentifiers,
        List<Trait> traits,
        Optional<Touch> firstTouch,
        Optional<Touch> lastTouch,
        Devices devices) {
    private static final Comparator<ProfileIdentifier> STRONGEST_FIRST = Comparator.comparing(
                    (ProfileIdentifier link) -> !link.verified())
            .thenComparing(ProfileIdentifier::firstSeenAt)
            .thenComparing(ProfileIdentifier::key);

    /**
     * Copies the lists.
     *
     * @param id the root, which answers for the person
     * @param askedId the id that was asked for: the root, or a profile that it absorbed
     * @param status what became of the id that was asked for
     * @param mergedAt when the id that was asked for was absorbed, by the store's clock
     * @param known whether the person has a persistent identifier
     * @param createdAt when the root was created, by the store's clock or as imported
     * @param updatedAt when identifiers or profiles were last added, by the store's clock
     * @param identifiers the first 100 identifiers in order of linking; the steward's pages have all
     * @param moreIdentifiers where the rest begins, empty if these are all
     * @param traits the folded traits, in order of their names
     * @param firstTouch the first attributed touch, as the policy's first-touch rule has it
     * @param lastTouch the last attributed touch by event time
     * @param devices the devices, as far as device marks are reported
     */
    public Profile {
        identifiers = List.copyOf(identifiers);
        traits = List.copyOf(traits);
    }

    /**
     * The e-mail address to show: a verified one before others, then the one seen first.
     *
     * @return the address, empty where there is none or readable values are not kept
     */
    public Optional<String> email() {
        return strongest(IdentifierType.EMAIL);
    }

    /**
     * The value of a type to show: a verified one before others, then the one seen first.
     *
     * @param type the type
     * @return the value, empty where there is none or readable values are not kept
     */
    public Optional<String> strongest(IdentifierType type) {
        return identifiers.stream()
                .filter(link -> link.type().equals(type))
                .min(STRONGEST_FIRST)
                .flatMap(ProfileIdentifier::value);
    }

    /**
     * The person's name as a trait of that name gives it.
     *
     * @return the text of the trait {@code name}
     */
    public Optional<String> name() {
        return trait("name").flatMap(JsonText::asString);
    }

    /**
     * A trait.
     *
     * @param name its name
     * @return its folded value
     */
    public Optional<JsonText> trait(String name) {
        return traits.stream()
                .filter(trait -> trait.name().equals(name))
                .map(Trait::value)
                .findFirst();
    }

    /** The ids and counts. */
    @Override
    public String toString() {
        return "Profile[" + id + ", " + status + ", " + identifiers.size() + " identifiers]";
    }
}
