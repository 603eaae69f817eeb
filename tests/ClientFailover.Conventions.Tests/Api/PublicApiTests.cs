namespace ClientFailover.Conventions.Tests;

public class PublicApiTests
{
    private const string Approve = "CLIENTFAILOVER_APPROVE";

    public static TheoryData<string> Shipped => Repository.ShippedData;

    [Theory]
    [MemberData(nameof(Shipped))]
    public void PublicApi_OfAnAssembly_IsTheApprovedOne(string assembly)
    {
        var folder = Path.Combine(Repository.Root, "tests", "ClientFailover.Conventions.Tests", "Api");
        var approvedPath = Path.Combine(folder, assembly + ".approved.txt");
        var receivedPath = Path.Combine(folder, assembly + ".received.txt");
        var received = PublicApi.Write(Repository.Load(assembly).GetTypes());
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            File.WriteAllText(approvedPath, received);
        }

        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : null;
        if (string.Equals(approved, received, StringComparison.Ordinal))
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail(
            $"""
            The public API of {assembly} is not the approved one (- approved, + received):
            {string.Join('\n', PublicApi.Difference(approved ?? "", received))}
            If this is meant: run the tests once with {Approve}=1, read the change of {assembly}.approved.txt, commit it, and say it in CHANGELOG.md.
            """);
    }

    [Fact]
    public void Approved_Files_BelongToAnAssembly() =>
        Assert.Empty(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "ClientFailover.Conventions.Tests", "Api"), "*.approved.txt")
            .Select(path => Path.GetFileName(path).Replace(".approved.txt", "", StringComparison.Ordinal))
            .Except(Repository.Shipped, StringComparer.Ordinal));

    [Fact]
    public void Write_OneOfEach_GivesTheTextOfCSharp()
    {
        var made = Compiler.Load(
            """
            using System.Collections.Immutable;
            namespace N;
            public enum Colour { Green = 2, Red = 1 }
            public delegate string? Reader(int count);
            public interface ISource<T> where T : class { string Name { get; } System.Threading.Tasks.Task<T?> ReadAsync(System.Threading.CancellationToken cancellationToken = default); }
            public readonly record struct Point(int X, double? Y = null);
            public sealed record Place(string Name) { public required string? Country { get; init; } public ImmutableArray<string?> Notes { get; internal set; } = []; }
            public abstract class Shape : System.IDisposable
            {
                public const int Max = 3; public static readonly string Title = ""; private protected int Hidden; protected int Seen;
                protected Shape() { } internal Shape(int hidden) { }
                public virtual void Draw(in Point at, ref int count, out string? label, params string[] names) => label = null;
                public abstract int this[int index] { get; protected set; }
                public event System.EventHandler? Changed;
                public static bool operator ~(Shape shape) => shape.Changed is null;
                public void Dispose() { } public override string ToString() => "";
                public sealed class Inner<T> where T : struct;
            }
            public static class Extensions { public static T Pick<T>(this System.Collections.Generic.Dictionary<string, T?[]> map, string key = "k", bool strict = true) where T : class, new() => new(); }
            internal class Unseen { public class AlsoUnseen; }
            """);

        const string Expected =
            """
            public enum N.Colour : int
                Red = 1
                Green = 2

            public static class N.Extensions
                public static T Pick<T>(this System.Collections.Generic.Dictionary<string, T?[]> map, string key = "k", bool strict = true) where T : class, new();

            public interface N.ISource<T> where T : class
                System.Threading.Tasks.Task<T?> ReadAsync(System.Threading.CancellationToken cancellationToken = default);
                string Name { get; }

            public sealed record class N.Place
                public Place(string Name)
                public System.Collections.Immutable.ImmutableArray<string?> Notes { get; }
                public required string? Country { get; init; }
                public string Name { get; init; }
                public void Deconstruct(out string Name);

            public readonly record struct N.Point
                public Point(int X, double? Y = null)
                public double? Y { get; init; }
                public int X { get; init; }
                public void Deconstruct(out int X, out double? Y);

            public delegate string? N.Reader(int count);

            public abstract class N.Shape : System.IDisposable
                protected Shape()
                protected int Seen;
                public abstract int this[int index] { get; protected set; }
                public const int Max = 3;
                public event System.EventHandler? Changed;
                public override string ToString();
                public static bool op_OnesComplement(N.Shape shape);
                public static readonly string Title;
                public virtual void Draw(in N.Point at, ref int count, out string? label, params string[] names);
                public void Dispose();

            public sealed class N.Shape.Inner<T> where T : struct
                public Inner()

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), PublicApi.Write(made.GetTypes()));
    }

    [Fact]
    public void Difference_ChangedApi_NamesWhatIsGoneAndWhatIsNew()
    {
        const string Approved = "public class A\n    int X;\n    int Y;\n\npublic class Gone\n    int Z;\n\npublic class Same\n    int S;\n";
        const string Received = "public class A\n    int Y;\n    long X;\n\npublic class New\n\npublic class Same\n    int S;\n";

        Assert.Equal(
            ["  public class A", "-     int X;", "+     long X;", "- public class Gone", "-     int Z;", "+ public class New"],
            PublicApi.Difference(Approved, Received));
        Assert.Empty(PublicApi.Difference(Approved, Approved));
    }
}
