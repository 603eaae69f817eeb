using System.Diagnostics;
using System.Globalization;

namespace ClientFailover.Dns.Tests;

/// <summary>Mutated answers of real servers: cut, spliced, with octets turned. <c>CLIENTFAILOVER_FUZZ=count</c> runs another number of them.</summary>
public sealed class FuzzTests
{
    private const int Seed = 20_260_101;

    [Fact]
    public void TryRead_MutatedReplies_NeverThrowHangOrAllocateMuch()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("CLIENTFAILOVER_FUZZ") ?? "1000000", CultureInfo.InvariantCulture);
        byte[][] corpus = [.. Recorded.Names.Select(Recorded.ReplyOf).Where(static reply => reply.Length < 2000)];
        var random = new Random(Seed);
        var buffer = new byte[4096];
        var (read, most, mostOf, slowest) = (0, 0L, 0, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var message = Mutate(corpus, random, buffer);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            if (DnsMessageReader.TryRead(message, out var answer, out _))
            {
                read++;
                var steps = 0;
                AliasChain.Follow(answer, "_web._tcp.test.example", DnsType.Srv, ref steps);
            }

            var elapsed = Stopwatch.GetElapsedTime(began);
            slowest = elapsed > slowest ? elapsed : slowest;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            (most, mostOf) = allocated > most ? (allocated, message.Length) : (most, mostOf);
        }

        TestContext.Current.SendDiagnosticMessage($"{count} messages, {read} readable; at most {most} bytes allocated (for {mostOf} octets), slowest {slowest.TotalMilliseconds} ms");
        Assert.InRange(read, count / 20, count - (count / 20)); // both ways are gone
        Assert.InRange(most, 0, 400_000); // 4,096 octets hold at most 371 records, of up to 1 KB each
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // a hang, and not a busy machine
    }

    private static ReadOnlySpan<byte> Mutate(byte[][] corpus, Random random, byte[] buffer)
    {
        var original = corpus[random.Next(corpus.Length)];
        original.CopyTo(buffer, 0);
        var length = original.Length;
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(length);
            switch (random.Next(7))
            {
                case 0:
                    buffer[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    buffer[at] = (byte)random.Next(256);
                    break;
                case 2:
                    buffer[at] = 0xC0; // a pointer, where there was none
                    buffer[Math.Min(at + 1, length - 1)] = (byte)random.Next(Math.Min(length, 256));
                    break;
                case 3:
                    length = random.Next(1, length + 1);
                    break;
                case 4:
                    buffer[random.Next(4, 12)] = (byte)random.Next(256); // other counts
                    break;
                case 5:
                    var other = corpus[random.Next(corpus.Length)];
                    var from = random.Next(other.Length);
                    var part = Math.Min(Math.Min(other.Length - from, random.Next(64)), length - at);
                    other.AsSpan(from, part).CopyTo(buffer.AsSpan(at));
                    break;
                default:
                    var added = Math.Min(random.Next(64), buffer.Length - length);
                    buffer.AsSpan(random.Next(length), Math.Min(added, length)).CopyTo(buffer.AsSpan(length));
                    length += Math.Min(added, length);
                    break;
            }
        }

        return buffer.AsSpan(0, Math.Min(length, buffer.Length));
    }
}
