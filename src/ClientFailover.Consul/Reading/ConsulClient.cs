using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientFailover.Consul;

/// <summary>Reads of the HTTP API of a cluster's agents: bounded in time and in size, and every failure a sentence. Safe to use from several threads.</summary>
internal sealed partial class ConsulClient : IDisposable
{
    private const int MaxErrorText = 300;
    private readonly AccessToken _token;
    private readonly Func<double> _random;
    private readonly ILogger _logger;
    private readonly Func<ClusterSettings, ConsulSettings, HttpMessageHandler> _createHandler;
    private readonly ConcurrentDictionary<string, AgentList> _agents = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _origin;
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _http;
    private bool _disposed;

    /// <summary>Creates a client; it connects to nothing and reads no file before the first read.</summary>
    public ConsulClient(
        ClusterSettings cluster,
        ConsulSettings settings,
        TimeProvider timeProvider,
        Func<double> random,
        ILogger? logger = null,
        Func<ClusterSettings, ConsulSettings, HttpMessageHandler>? createHandler = null)
    {
        (Cluster, Settings, TimeProvider) = (cluster, settings, timeProvider);
        _token = new AccessToken(cluster.Token, cluster.TokenFile, $"check {nameof(cluster.TokenFile)} and its rights");
        _random = random;
        _logger = logger ?? NullLogger.Instance;
        _createHandler = createHandler ?? Connect;
        _origin = timeProvider.GetTimestamp();
    }

    public ClusterSettings Cluster { get; }

    public ConsulSettings Settings { get; }

    public TimeProvider TimeProvider { get; }

    public MonotonicTime Now => new(TimeProvider.GetElapsedTime(_origin).Ticks);

    /// <summary>The agents through which a datacenter is asked.</summary>
    public AgentList AgentsFor(string datacenter) => _agents.GetOrAdd(datacenter, _ => new AgentList(Settings, Cluster.Agents.Length, _random));

    /// <summary>Reads once; waits for a change when <paramref name="index"/> blocks. Throws only when cancelled or disposed.</summary>
    /// <param name="agent">Which of the cluster's agents is asked.</param>
    /// <param name="query">What is read.</param>
    /// <param name="index">What the read waits on.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<ConsulReading<T>> ReadAsync<T>(int agent, ConsulQuery<T> query, ConsulIndex index, CancellationToken cancellationToken)
    {
        var began = Now;
        var reading = await ReadAsync(agent, query, index, Settings.Consistency, cancellationToken).ConfigureAwait(false);
        if (reading.Error is AnswerTooOldException old)
        {
            reading = await ReadAsync(agent, query, ConsulIndex.None, ConsulConsistency.AgentDefault, cancellationToken).ConfigureAwait(false);
            reading = reading.Failure is null ? reading : reading with { Failure = $"{old.Message}, and the leader cannot be asked: {reading.Failure}" };
        }

        Judge(agent, query.Datacenter, reading, began);
        return reading;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _http?.Dispose();
        }
    }

    private async Task<ConsulReading<T>> ReadAsync<T>(int agent, ConsulQuery<T> query, ConsulIndex index, ConsulConsistency consistency, CancellationToken cancellationToken)
    {
        // Consul adds up to a sixteenth to the wait, so that not all readers come back at once.
        var limit = index.Blocks ? (Settings.Wait * 17 / 16) + Settings.AnswerTimeout : Settings.AnswerTimeout;
        using var timeout = new CancellationTokenSource(limit, TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = ConsulRequest.Create(Cluster, Cluster.Agents[agent], query, index, consistency, Settings.Wait, _token.Read());
            using var response = await Http().SendAsync(request, either.Token).ConfigureAwait(false);
            return await UnderstandAsync(query, response, consistency, Cluster.Agents[agent], either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (AnswerTooOldException e)
        {
            return ConsulReading<T>.Failed(e.Message, e);
        }
        catch (Exception e) when (!Volatile.Read(ref _disposed))
        {
            var failure = ConsulFailure.Of(e, Cluster.Agents[agent], limit, timeout.IsCancellationRequested);
            return ConsulReading<T>.Failed(_token.Redact(failure), _token.IsIn(e) ? null : e, ConsulFailure.BlamesAgent(e));
        }
    }

    private async Task<ConsulReading<T>> UnderstandAsync<T>(ConsulQuery<T> query, HttpResponseMessage response, ConsulConsistency consistency, Uri agent, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NotFound && query.Absent is { } absent)
        {
            return ConsulReading<T>.Answer(absent(), Header(response, "X-Consul-Index"));
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var text = ErrorText.Brief(await ErrorText.ReadAsync(body, cancellationToken).ConfigureAwait(false), _token, MaxErrorText);
                var isMissing = response.StatusCode == HttpStatusCode.NotFound && query.Missing is not null;
                return isMissing
                    ? ConsulReading<T>.Failed($"{query.Missing} (404: {text})", blamesAgent: false)
                    : ConsulReading<T>.Failed(ConsulFailure.Of(response.StatusCode, text, query.Datacenter, Cluster, agent), blamesAgent: ConsulFailure.BlamesAgent(response.StatusCode));
            }

            ThrowIfTooOld(response, consistency);
            if (response.Content.Headers.ContentLength > Settings.MaxAnswerBytes)
            {
                throw new AnswerTooLargeException(Settings.MaxAnswerBytes);
            }

            var limited = new LimitedStream(body, Settings.MaxAnswerBytes);
            await using (limited.ConfigureAwait(false))
            {
                var isFiltered = string.Equals(Header(response, "X-Consul-Results-Filtered-By-ACLs"), "true", StringComparison.OrdinalIgnoreCase);
                var value = await query.Parse(new ConsulAnswer(limited, isFiltered), cancellationToken).ConfigureAwait(false);
                return ConsulReading<T>.Answer(value, Header(response, "X-Consul-Index"));
            }
        }
    }

    private void ThrowIfTooOld(HttpResponseMessage response, ConsulConsistency consistency)
    {
        if (consistency == ConsulConsistency.Stale && Settings.MaxStale is { } most
            && long.TryParse(Header(response, "X-Consul-LastContact"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > most.TotalMilliseconds)
        {
            throw new AnswerTooOldException(TimeSpan.FromMilliseconds(milliseconds), most);
        }
    }

    private void Judge<T>(int agent, string datacenter, ConsulReading<T> reading, MonotonicTime began)
    {
        if (Cluster.Agents.Length == 1)
        {
            return;
        }

        var agents = AgentsFor(datacenter);
        if (!reading.BlamesAgent)
        {
            if (agents.Answered(agent))
            {
                LogAnswers(Cluster.Agents[agent], Cluster.Title(datacenter));
            }
        }
        else if (agents.Failed(agent, began, Now))
        {
            LogSetAside(Cluster.Agents[agent], Cluster.Title(datacenter), reading.Failure ?? "");
        }
    }

    private HttpMessageInvoker Http()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            // Made by the first read that can: a CA file that is not there yet is one failed read, and not a failed start.
            return _http ??= new HttpMessageInvoker(_createHandler(Cluster, Settings));
        }
    }

    private static SocketsHttpHandler Connect(ClusterSettings cluster, ConsulSettings settings) =>
        AccessHandler.Create(settings.AnswerTimeout, cluster.CaFile is { } path ? RootCertificates.OfFile(path, $"check {nameof(cluster.CaFile)}") : null);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
