using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ClientFailover.Conventions.Tests;

/// <summary>
/// Core decides by its arguments alone. This reads what the compiled assembly really refers to, so that neither a suppression of the
/// ban list nor code that a generator wrote goes unseen.
/// </summary>
internal static class PurityRule
{
    private static readonly string[] Namespaces =
    [
        "System.IO", "System.Net.Http", "System.Net.Sockets", "System.Net.NetworkInformation", "System.Net.Security",
        "System.Threading.Tasks", "System.Timers", "System.Security.Cryptography", "Microsoft.Win32",
    ];

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Console",
        "System.TimeProvider",
        "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch",
        "System.Net.Dns",
        "System.Threading.AutoResetEvent",
        "System.Threading.EventWaitHandle",
        "System.Threading.Lock",
        "System.Threading.ManualResetEvent",
        "System.Threading.ManualResetEventSlim",
        "System.Threading.Monitor",
        "System.Threading.Mutex",
        "System.Threading.PeriodicTimer",
        "System.Threading.ReaderWriterLockSlim",
        "System.Threading.Semaphore",
        "System.Threading.SemaphoreSlim",
        "System.Threading.SpinLock",
        "System.Threading.SpinWait",
        "System.Threading.Thread",
        "System.Threading.ThreadPool",
        "System.Threading.Timer",
    };

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "System.DateTime::get_Now",
        "System.DateTime::get_Today",
        "System.DateTime::get_UtcNow",
        "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow",
        "System.Environment::GetEnvironmentVariable",
        "System.Environment::get_TickCount",
        "System.Environment::get_TickCount64",
        "System.Guid::CreateVersion7",
        "System.Guid::NewGuid",
        "System.Random::.ctor",
        "System.Random::get_Shared",
    };

    public static IReadOnlyList<string> Breaches(Stream image)
    {
        using PEReader file = new(image);
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences
            .Select(handle => NameOf(metadata, handle))
            .Where(name => Types.Contains(name) || Namespaces.Any(banned => name.StartsWith(banned + ".", StringComparison.Ordinal)));
        var members = metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}::{metadata.GetString(member.Name)}")
            .Where(Members.Contains);
        var imports = metadata.MethodDefinitions
            .Select(metadata.GetMethodDefinition)
            .Where(method => (method.Attributes & System.Reflection.MethodAttributes.PinvokeImpl) != 0)
            .Select(method => $"native {metadata.GetString(method.Name)}");
        return [.. types.Concat(members).Concat(imports).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
