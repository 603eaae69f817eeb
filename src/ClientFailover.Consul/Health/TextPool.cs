namespace ClientFailover.Consul;

/// <summary>Keeps one copy of texts that stand in most instances, such as the names of labels and zones: a quarter of what a list takes. Not thread-safe.</summary>
internal sealed class TextPool
{
    private const int MaxTexts = 1000;
    private const int MaxLength = 64;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>An equal text, where there is one.</summary>
    public string Shared(string text)
    {
        if (_texts.TryGetValue(text, out var shared))
        {
            return shared;
        }

        if (_texts.Count < MaxTexts && text.Length <= MaxLength)
        {
            _texts.Add(text);
        }

        return text;
    }
}
