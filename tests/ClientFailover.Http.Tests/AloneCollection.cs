namespace ClientFailover.Http.Tests;

/// <summary>Tests that keep every processor busy: they run when no other does, whose deadlines they would eat up.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
