using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace ClientFailover.Kubernetes;

/// <summary>The API server of one cluster: lists and watches of EndpointSlices, bounded in time and in size. Safe to use from several threads.</summary>
internal sealed class ApiClient(ClusterSettings cluster, KubernetesSettings settings, AccessLoader loader, TimeProvider timeProvider, Func<ClusterAccess, KubernetesSettings, HttpMessageHandler>? createHandler = null) : IDisposable
{
    private const int MaxErrorText = 1000;

    /// <summary>What each page of a list counts as at least, so that an endless list of empty pages ends too.</summary>
    private const int MinPageBytes = 4096;
    private const int MaxPageProblems = 20;
    private readonly ApiConnections _connections = new(cluster, settings, loader, timeProvider, createHandler ?? ApiHandler.Create);

    public ClusterSettings Cluster => cluster;

    public KubernetesSettings Settings => settings;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Lists all slices of a service, or of all services, page by page; bounded as a whole.</summary>
    /// <exception cref="ApiException">The server said no.</exception>
    public async Task<SlicePage> ListAsync(string? space, string? service, CancellationToken cancellationToken)
    {
        var slices = ImmutableArray.CreateBuilder<EndpointSlice>();
        var problems = ImmutableArray.CreateBuilder<string>();
        long left = settings.MaxAnswerBytes;
        SlicePage? before = null;
        while (true)
        {
            var page = await PageAsync(space, service, before, left, cancellationToken).ConfigureAwait(false);
            slices.AddRange(page.Slices);
            problems.AddRange(page.Problems.Take(MaxPageProblems - problems.Count));
            left -= Math.Max(page.Length, MinPageBytes);
            if (string.IsNullOrEmpty(page.Metadata.Continue))
            {
                return page with { Slices = slices.ToImmutable(), Problems = problems.ToImmutable() };
            }

            before = page;
        }
    }

    /// <summary>Watches from a version on, until the server ends it or says that it is an error. Half an event at the end is none.</summary>
    /// <param name="space">The namespace; null for the cluster's own.</param>
    /// <param name="service">The service; null for all.</param>
    /// <param name="version">Where to begin.</param>
    /// <param name="place">Where that version was listed; elsewhere it has expired.</param>
    /// <param name="duration">For how long the server holds it open.</param>
    /// <param name="take">Takes each event; the second argument says whether the next one is here already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiException">The server said no, at once or in the middle.</exception>
    public async Task WatchAsync(string? space, string? service, string version, int place, TimeSpan duration, Action<WatchEvent, bool> take, CancellationToken cancellationToken)
    {
        var query = $"watch=true&allowWatchBookmarks=true&timeoutSeconds={(long)Math.Ceiling(duration.TotalSeconds)}&resourceVersion={Uri.EscapeDataString(version)}";

        // A frozen server does not even end a watch in time.
        var limit = settings.AnswerTimeout;
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        await BoundedAsync(
            async (connection, token) =>
            {
                using var response = await SendAsync(connection, space, service, query, token).ConfigureAwait(false);
                limit += duration;
                timeout.CancelAfter(limit);
                var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                await using (body.ConfigureAwait(false))
                {
                    await ReadAsync(body, take, space, connection.Access, token).ConfigureAwait(false);
                    return true;
                }
            },
            place,
            timeout,
            () => limit,
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _connections.Dispose();

    private async Task<SlicePage> PageAsync(string? space, string? service, SlicePage? before, long left, CancellationToken cancellationToken)
    {
        var query = $"limit={settings.PageSize}" + (before is null ? "" : $"&continue={Uri.EscapeDataString(before.Metadata.Continue ?? "")}");
        using var timeout = new CancellationTokenSource(settings.AnswerTimeout, timeProvider);
        return await BoundedAsync(
            async (connection, token) =>
            {
                if (left <= 0)
                {
                    throw new AnswerTooLargeException(settings.MaxAnswerBytes);
                }

                using var response = await SendAsync(connection, space, service, query, token).ConfigureAwait(false);
                var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                var limited = new LimitedStream(body, left);
                await using (limited.ConfigureAwait(false))
                {
                    try
                    {
                        var page = await SlicePage.ReadAsync(limited, token).ConfigureAwait(false);
                        return page.Metadata.Continue is { Length: > 0 } next && string.Equals(next, before?.Metadata.Continue, StringComparison.Ordinal)
                            ? throw new JsonException("a page of the list is continued by itself")
                            : page with { Place = connection.Place };
                    }
                    catch (AnswerTooLargeException)
                    {
                        // The limit is that of the whole list, not what was left of it.
                        throw new AnswerTooLargeException(settings.MaxAnswerBytes);
                    }
                }
            },
            before?.Place,
            timeout,
            () => settings.AnswerTimeout,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(Stream body, Action<WatchEvent, bool> take, string? space, ClusterAccess access, CancellationToken cancellationToken)
    {
        var lines = new LineReader(body, settings.MaxAnswerBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Span.Trim(" \r"u8).IsEmpty)
            {
                continue;
            }

            var happened = WatchEvent.Parse(line.Span);
            if (happened.Error is { } error)
            {
                throw Said(access, error.Code ?? 500, error.Message ?? "", space, null);
            }

            take(happened, lines.HasLine);
        }
    }

    /// <summary>Runs a request; whatever goes wrong is an <see cref="ApiException"/> with a sentence, but for a cancellation or the end of this client.</summary>
    private async Task<T> BoundedAsync<T>(Func<ApiConnection, CancellationToken, Task<T>> request, int? place, CancellationTokenSource timeout, Func<TimeSpan> limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ApiConnection? connection = null;
        var isDoubted = false;
        try
        {
            connection = _connections.Take();
            return place is null || place == connection.Place
                ? await request(connection, either.Token).ConfigureAwait(false)
                : throw new ApiException("the API server is another one, or the namespace is; all is listed anew", (int)HttpStatusCode.Gone);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.Unauthorized)
        {
            isDoubted = true;
            throw new ApiException(WithProblem(e.Message), e.Status, e.RetryAfter);
        }
        catch (Exception e) when (e is not ApiException && !_connections.IsDisposed)
        {
            // No answer: TLS failed, perhaps only in the shape of a connection that was closed; or the server is elsewhere by now.
            isDoubted = true;
            var text = ApiFailure.Of(e, connection?.Access.Server, limit(), timeout.IsCancellationRequested);
            throw new ApiException(WithProblem(connection?.Access.Token.Redact(text) ?? text), status: 0);
        }
        finally
        {
            if (connection is not null)
            {
                _connections.Return(connection, isDoubted);
            }
        }
    }

    private string WithProblem(string text) => _connections.Problem is { } problem ? $"{text}; how it is reached cannot be read anew either: {problem}" : text;

    private async Task<HttpResponseMessage> SendAsync(ApiConnection connection, string? space, string? service, string query, CancellationToken cancellationToken)
    {
        var access = connection.Access;
        var selector = service is null ? EndpointSlice.ServiceLabel : $"{EndpointSlice.ServiceLabel}={service}";
        var path = $"apis/discovery.k8s.io/v1/namespaces/{Uri.EscapeDataString(space ?? access.Namespace)}/endpointslices?labelSelector={Uri.EscapeDataString(selector)}&{query}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(access.Server, path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "ClientFailover");
        var token = access.Token.Read();
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        var response = await connection.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        using (response)
        {
            var text = await TextAsync(response, cancellationToken).ConfigureAwait(false);
            throw Said(access, (int)response.StatusCode, text, space, RetryAfter(response));
        }
    }

    private static ApiException Said(ClusterAccess access, int status, string text, string? space, TimeSpan? retryAfter) =>
        new(ApiFailure.Of(status, ErrorText.Brief(text, access.Token, MaxErrorText), space ?? access.Namespace, access.ClientCertificate is not null || access.Token.Read() is not null), status, retryAfter);

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header ? null : header.Delta ?? header.Date - timeProvider.GetUtcNow();

    /// <summary>What an error says: the message of its Status, or its text, which is not always a Status.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var text = await ErrorText.ReadAsync(body, cancellationToken).ConfigureAwait(false);
            try
            {
                return JsonSerializer.Deserialize(text, KubernetesJson.Default.StatusObject)?.Message ?? "";
            }
            catch (JsonException)
            {
                return text; // it is no Status: its text says it
            }
        }
    }
}
