using System.Runtime.InteropServices;

namespace ClientFailover.Consul;

/// <summary>What came of one read: a value, or the reason why there is none.</summary>
/// <param name="Value">The answer; default when <paramref name="Failure"/> is set.</param>
/// <param name="Index">The index header of a good answer.</param>
/// <param name="Failure">What went wrong and what to do; null for a good answer.</param>
/// <param name="Error">The exception, when there is one.</param>
/// <param name="BlamesAgent">Whether another agent may well answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConsulReading<T>(T? Value, string? Index, string? Failure, Exception? Error, bool BlamesAgent)
{
    public static ConsulReading<T> Answer(T value, string? index) => new(value, index, null, null, false);

    public static ConsulReading<T> Failed(string failure, Exception? error = null, bool blamesAgent = true) => new(default, null, failure, error, blamesAgent);
}
