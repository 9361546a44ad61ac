package io.identitystitch.coldstore.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the module may see, and what of it is seen. */
class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.identitystitch.coldstore");

    @Test
    void seesCoreAndTheSdkAndNoOtherStore() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "software.amazon.awssdk..",
                        "io.identitystitch.coldstore.s3..",
                        "io.identitystitch.cold..",
                        "io.identitystitch.model..",
                        "io.identitystitch.spi..")
                .check(MODULE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk.http.urlconnection..", "java.net..")
                .because("the client is the host's")
                .check(MODULE);
    }

    @Test
    void showsTheStoreAndItsBuilder() {
        assertThat(MODULE.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(type -> type.getSimpleName()))
                .containsExactlyInAnyOrder("S3ColdStore", "S3ColdStoreBuilder");
    }
}
