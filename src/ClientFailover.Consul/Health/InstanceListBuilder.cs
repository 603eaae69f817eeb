using System.Runtime.InteropServices;
using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>
/// Makes a list of each answer, and remembers what it understood of the last one: an instance of which nothing changed is neither read nor stored again, and an
/// answer in which nothing changed gives the very list that the last one gave. For one watch and one thread.
/// </summary>
internal sealed class InstanceListBuilder(ServiceSettings service, InstancePlace place, ConsulSettings settings) : IElementSink
{
    private const int MaxProblems = 50;

    /// <summary>More than these are no list with mistakes in it: each is kept, so that it is not read again.</summary>
    private const int MaxUnreadable = 10_000;
    private readonly Dictionary<UInt128, KnownInstance> _known = [];
    private readonly InstanceMapping _mapping = new(place, settings, service.OnlyPassing);
    private readonly List<string> _problems = [];
    private InstanceList? _last;
    private string? _remark;
    private int _round;
    private int _count;
    private int _unreadable;
    private bool _hasChanged;

    /// <summary>Whether the answer that is being read has any instance at all so far.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Begins with an answer, whatever became of the one before.</summary>
    public void Begin()
    {
        // One that was given up in the middle has left its traces.
        _hasChanged = _hasChanged || _count > 0;
        (_count, _unreadable) = (0, 0);
        _round++;
    }

    public void Add(ReadOnlySpan<byte> element)
    {
        ref var known = ref Find(element, out var isNew);
        if (isNew)
        {
            known = Understand(element) with { Round = _round };
        }

        ThrowIfHopeless(known);
    }

    public void AddTooLarge(ReadOnlySpan<byte> beginning, int limit)
    {
        ref var known = ref Find(beginning, out var isNew);
        if (isNew)
        {
            var (instance, field) = ElementName.Of(beginning, place.Datacenter);
            known = new KnownInstance(null, [$"instance '{instance}' takes more than {limit} bytes, in its field {field} or after it; it is left out"], KnownInstanceKind.Unreadable, _round);
        }

        ThrowIfHopeless(known);
    }

    /// <summary>Ends the answer.</summary>
    /// <param name="remark">A problem of the answer as a whole; null for none.</param>
    /// <exception cref="JsonException">There are instances, and none can be read: that is no list of instances.</exception>
    public InstanceList Build(string? remark)
    {
        if (_last is null || _hasChanged || _count < _known.Count || !string.Equals(remark, _remark, StringComparison.Ordinal))
        {
            Forget();
            var list = List(remark);
            _last = list.Equals(_last) ? _last : list;
            _remark = remark;
        }

        (_hasChanged, _count) = (false, 0);
        return _last;
    }

    private ref KnownInstance Find(ReadOnlySpan<byte> element, out bool isNew)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, ContentHash.Of(element), out var exists);
        isNew = !exists;
        _hasChanged |= isNew;
        _count += known.Round == _round ? 0 : 1;
        known.Round = _round;
        return ref known;
    }

    private void ThrowIfHopeless(in KnownInstance known)
    {
        if (known.Kind == KnownInstanceKind.Unreadable && ++_unreadable > MaxUnreadable)
        {
            _known.Clear();
            _hasChanged = true;
            throw new JsonException($"more than {MaxUnreadable} instances cannot be read");
        }
    }

    private void Forget()
    {
        foreach (var (hash, known) in _known)
        {
            if (known.Round != _round)
            {
                _known.Remove(hash);
            }
        }
    }

    private InstanceList List(string? remark)
    {
        _problems.Clear();
        List<Endpoint> endpoints = new(_known.Count);
        var (unreadable, otherPorts) = (0, 0);
        foreach (var known in _known.Values)
        {
            _problems.AddRange(known.Problems ?? []);
            unreadable += known.Kind == KnownInstanceKind.Unreadable ? 1 : 0;
            otherPorts += known.Kind == KnownInstanceKind.OtherPort ? 1 : 0;
            if (known.Endpoint is { } endpoint)
            {
                endpoints.Add(endpoint);
            }
        }

        if (unreadable > 0 && unreadable == _known.Count)
        {
            throw new JsonException(_problems[0]);
        }

        if (otherPorts > 0 && endpoints.Count == 0)
        {
            _problems.Add($"none of the instances of '{service.Name}' has the tag '{service.PortName}', by which a port name is understood, although {otherPorts} are registered without it");
        }

        endpoints.Sort(ByInstance);
        return new InstanceList([.. Kept(endpoints)], [.. Bounded(remark)]);
    }

    /// <summary>Of an endpoint that is as it was the object that there was: one whose check said something new was read again for nothing.</summary>
    private IEnumerable<Endpoint> Kept(List<Endpoint> endpoints)
    {
        var old = _last?.Endpoints ?? [];
        var i = 0;
        foreach (var endpoint in endpoints)
        {
            while (i < old.Length && ByInstance(old[i], endpoint) < 0)
            {
                i++;
            }

            yield return i < old.Length && endpoint.Equals(old[i]) ? old[i] : endpoint;
        }
    }

    private IEnumerable<string> Bounded(string? remark)
    {
        _problems.Sort(StringComparer.Ordinal);
        var problems = _problems.Take(MaxProblems);
        problems = _problems.Count > MaxProblems ? problems.Append($"and {_problems.Count - MaxProblems} problems more") : problems;
        return remark is null ? problems : problems.Prepend(remark);
    }

    private KnownInstance Understand(ReadOnlySpan<byte> element)
    {
        HealthEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize(element, ConsulJson.Default.HealthEntry);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is what bytes that are no text give.
            var (instance, field) = ElementName.Of(element, place.Datacenter);
            field = e is JsonException { Path: ['$', '.', .. var path] } ? path : field;
            return new KnownInstance(null, [$"instance '{instance}' cannot be read{(field.Length > 0 ? $" in its field {field}" : "")} ({Fault(e)}); it is left out: correct its registration"], KnownInstanceKind.Unreadable, 0);
        }

        if (service.PortName.Length > 0 && entry?.Service is { } one && !HasTag(one, service.PortName))
        {
            return new KnownInstance(null, null, KnownInstanceKind.OtherPort, 0);
        }

        List<string> problems = [];
        var endpoint = _mapping.Map(entry, problems.Add);
        return new KnownInstance(endpoint, problems.Count == 0 ? null : [.. problems], KnownInstanceKind.Read, 0);
    }

    /// <summary>The serializer names types of ours that say nothing to who registered the instance.</summary>
    private static string Fault(Exception error) => error.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
        ? "of another type than Consul gives, or no text in UTF-8"
        : FirstSentence(error.Message);

    /// <summary>What is wrong, without the places in a text that nobody has before them.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message.TrimEnd('.') : message[..end];
    }

    private static int ByInstance(Endpoint left, Endpoint right)
    {
        var order = string.CompareOrdinal(left.Instance, right.Instance);
        return order != 0 ? order : string.CompareOrdinal(left.Address.Authority, right.Address.Authority);
    }

    private static bool HasTag(HealthEntry.ServicePart service, string tag) =>
        service.Tags?.Contains(tag, StringComparer.OrdinalIgnoreCase) ?? false;
}
