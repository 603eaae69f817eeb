using YamlDotNet.Core;

namespace ClientFailover.Scenarios.Tests;

/// <summary>A scenario file that cannot be understood, and where.</summary>
internal sealed class ScenarioFormatException(string file, Mark at, string problem) : Exception($"{file}({at.Line}): {problem}");
