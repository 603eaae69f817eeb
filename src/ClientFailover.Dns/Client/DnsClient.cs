using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ClientFailover.Dns;

/// <summary>Asks a list of servers one question: over UDP, again over TCP when the reply did not fit, of the next server when one does not answer.</summary>
/// <remarks>Thread-safe. "There is none" (NXDOMAIN, or no such record) is an answer; SERVFAIL, REFUSED, a referral, rubbish and silence are not.</remarks>
internal sealed class DnsClient(DnsSettings settings, IDnsTransport transport, TimeProvider timeProvider)
{
    private readonly ServerOrder _order = new(timeProvider);

    public DnsSettings Settings => settings;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>How many questions were sent, repeats and TCP included.</summary>
    public int Questions => Volatile.Read(ref _questions);

    private int _questions;

    /// <summary>Asks for the records of a name and type.</summary>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancellationToken"/>.</exception>
    public async Task<DnsReply> AskAsync(ResolvConf system, string name, DnsType type, CancellationToken cancellationToken)
    {
        List<string> failures = [];
        Exception? error = null;
        var buffer = ArrayPool<byte>.Shared.Rent(DnsQuery.MaxLength + DnsMessageReader.MaxLength);
        try
        {
            for (var attempt = 0; attempt < settings.Attempts; attempt++)
            {
                var servers = _order.Of(system.Servers);
                for (var i = 0; i < servers.Length; i++)
                {
                    var reply = await AskServerAsync(servers[i], name, type, buffer, cancellationToken).ConfigureAwait(false);
                    if (reply.Failure is null)
                    {
                        if (failures.Count > 0)
                        {
                            _order.Answered(servers[i]);
                        }

                        return reply;
                    }

                    error ??= reply.Error;
                    var failure = $"{servers[i]} {reply.Failure}";
                    if (!failures.Contains(failure, StringComparer.Ordinal))
                    {
                        failures.Add(failure);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return DnsReply.Failed($"{type} of {name}: {string.Join("; ", failures)}", error);
    }

    private async Task<DnsReply> AskServerAsync(IPEndPoint server, string name, DnsType type, byte[] buffer, CancellationToken cancellationToken)
    {
        var (size, overTcp) = (settings.UdpSize, settings.UseTcp);
        while (true)
        {
            var reply = await AskOnceAsync(server, name, type, buffer, size, overTcp, cancellationToken).ConfigureAwait(false);
            switch (reply.Message)
            {
                case { Code: DnsResponseCode.FormErr or DnsResponseCode.NotImp or DnsResponseCode.BadVersion } when size > 0:
                    size = 0; // an old server, or one behind an old firewall, that does not know EDNS
                    continue;
                case { IsTruncated: true } when !overTcp:
                    overTcp = true;
                    continue;
                case { IsTruncated: true }:
                    return DnsReply.Failed("gave a truncated reply over TCP, which has room for 65,535 octets (some 4,000 A records): spread the records over several names and list those in Names");
                case { IsReferral: true }:
                    return DnsReply.Failed("only names other servers to ask: it is no authority for the name and asks nobody itself");
                case { Code: not (DnsResponseCode.NoError or DnsResponseCode.NXDomain) } refused:
                    return DnsReply.Failed($"says {Text(refused.Code)}");
                default:
                    return reply;
            }
        }
    }

    private async Task<DnsReply> AskOnceAsync(IPEndPoint server, string name, DnsType type, byte[] buffer, int size, bool overTcp, CancellationToken cancellationToken)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var caseBits = settings.RandomizeCase ? RandomNumberGenerator.GetBytes(DnsQuery.CaseBits) : [];
        if (!DnsQuery.TryWrite(buffer, id, name, type, size, caseBits, out var length))
        {
            return DnsReply.Failed($"cannot be asked for '{name}': it is not a DNS name");
        }

        Interlocked.Increment(ref _questions);
        using var deadline = new CancellationTokenSource(settings.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var reply = buffer.AsMemory(DnsQuery.MaxLength, DnsMessageReader.MaxLength);
            var received = await transport.AskAsync(server, buffer.AsMemory(0, length), reply, new(overTcp, settings.RandomizeCase), either.Token).ConfigureAwait(false);
            return DnsMessageReader.TryRead(reply.Span[..received], out var message, out var problem)
                ? DnsReply.Answer(message)
                : DnsReply.Failed($"gave an unreadable reply: {problem}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsReply.Failed($"gave no answer within {settings.Timeout}{(overTcp ? " over TCP" : "")}");
        }
        catch (SocketException e)
        {
            return DnsReply.Failed($"is not reachable{(overTcp ? " over TCP" : "")} ({e.SocketErrorCode})", e);
        }
        catch (IOException e)
        {
            return DnsReply.Failed($"gave {e.Message}", e);
        }
    }

    private static string Text(DnsResponseCode code) => code switch
    {
        DnsResponseCode.ServFail => "SERVFAIL: it, or the authority it asks, is in trouble",
        DnsResponseCode.Refused => "REFUSED: it does not answer for this name, or not for this client",
        _ => $"{code.ToString().ToUpperInvariant()} ({(int)code})",
    };
}
