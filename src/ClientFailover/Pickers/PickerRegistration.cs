namespace ClientFailover;

/// <summary>A picker under the name by which <c>Balancing</c> calls it.</summary>
internal sealed record PickerRegistration(string Name, Func<IPicker> Create);
