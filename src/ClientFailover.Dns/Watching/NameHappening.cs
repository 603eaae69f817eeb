namespace ClientFailover.Dns;

/// <summary>Something that happened in a watch.</summary>
/// <param name="Name">The place of the name in the list; -1 when the time in which the first list waits for slower names is over.</param>
/// <param name="Reading">What a round said; null then.</param>
internal readonly record struct NameHappening(int Name, NameReading? Reading)
{
    public static readonly NameHappening GraceOver = new(-1, null);
}
