using System.Xml.Linq;

namespace ClientFailover.Conventions.Tests;

public class OptionsDocsTests
{
    public static TheoryData<string> Shipped => Repository.ShippedData;

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Options_OfAnAssembly_TellTheirDefaults(string assembly)
    {
        var documentation = XDocument.Load(Path.ChangeExtension(Repository.AssemblyPath(assembly), ".xml"));

        NoBreach.In(OptionsDocsRule.Breaches(Repository.Load(assembly).GetTypes(), documentation), "The documentation of every option tells its default.");
    }

    [Fact]
    public void Breach_NoDocumentationOrNoDefault_IsFound()
    {
        var made = Compiler.Load(
            "namespace N; public class GoodOptions { public int A { get; set; } public int B { get; set; } public static int S => 1; public class InnerOptions { public int C { get; set; } } } public class NotOptional { public int D { get; set; } }");
        var documentation = XDocument.Parse(
            """
            <doc><members>
              <member name="P:N.GoodOptions.A"><summary>How many. Default 3.</summary></member>
              <member name="P:N.GoodOptions.B"><summary>How many, of a defaulted kind.</summary></member>
            </members></doc>
            """);

        Assert.Equal(
            ["GoodOptions.B does not say its default", "InnerOptions.C does not say its default"],
            OptionsDocsRule.Breaches(made.GetTypes(), documentation).Order(StringComparer.Ordinal));
    }
}
